package dev.lockstep.camel.reload;

import dev.lockstep.config.LiveConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The placeholders {@code {{zk:KEY}}} and {@code {{zk:KEY:default}}}: the text in force for a key below {@code /config}, from the
 * {@link LiveConfig} in the registry; nested keys have {@code /}. Camel finds this class by its service file.
 *
 * <p>A route is built with the value at that time, and rebuilt when the value changes; see {@link LiveKeys}. The first
 * placeholder waits for the first answer of ZooKeeper, with a timeout: after it, the default is used, with a warning in the
 * log, until ZooKeeper answers.
 *
 * <p>This class is thread-safe.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("zk")
public final class ZooKeeperPropertiesFunction implements PropertiesFunction, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperPropertiesFunction.class);
    private static final Duration FIRST_ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private CamelContext context;
    private LiveKeys keys;
    private boolean awaited;

    @Override
    public String getName() {
        return "zk";
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    /**
     * Returns the value of a placeholder.
     *
     * @param remainder {@code KEY} or {@code KEY:default}
     * @throws IllegalArgumentException if the key is malformed, or has neither a value nor a default
     */
    @Override
    public String apply(String remainder) {
        int colon = remainder.indexOf(':');
        String key = requireKey(colon < 0 ? remainder : remainder.substring(0, colon), remainder);
        String defaultValue = colon < 0 ? null : remainder.substring(colon + 1);
        LiveKeys live = keys(remainder);
        awaitFirstAnswer(live.config());
        Optional<String> written = live.config().text(key);
        String route = context.getCamelContextExtension().getCreateRoute();
        if (route != null && !RouteCheck.isCheck(route)) {
            live.recordUse(route, key, written);
        }
        return written.or(() -> Optional.ofNullable(defaultValue))
                .orElseThrow(() -> new IllegalArgumentException("there is no /config/" + key
                        + " in ZooKeeper, and {{zk:" + key + "}} has no default (write {{zk:" + key + ":DEFAULT}})"));
    }

    private static String requireKey(String key, String remainder) {
        if (key.isBlank() || key.startsWith("/") || key.endsWith("/") || key.contains("//")) {
            throw new IllegalArgumentException("{{zk:" + remainder
                    + "}} has no valid key; allowed is a path below /config, as in {{zk:plant/limit:80}}");
        }
        return key;
    }

    /** Returns the keys of the current bean: the Camel CLI creates new beans when it reloads. */
    private synchronized LiveKeys keys(String remainder) {
        Set<LiveConfig> configs = context.getRegistry().findByType(LiveConfig.class);
        if (configs.size() != 1) {
            throw new IllegalArgumentException("{{zk:" + remainder + "}} needs exactly one bean of " + LiveConfig.class
                    + ", defined before the first route, as in routes/node/beans.camel.yaml; found " + configs.size());
        }
        LiveConfig config = configs.iterator().next();
        if (keys == null || keys.config() != config) {
            keys = new LiveKeys(context, config);
            awaited = false;
        }
        return keys;
    }

    private synchronized void awaitFirstAnswer(LiveConfig config) {
        if (awaited) {
            return;
        }
        awaited = true;
        try {
            if (!config.awaitInitialized(FIRST_ANSWER_TIMEOUT)) {
                LOG.warn(
                        "No answer from ZooKeeper within {} s: placeholders {{zk:...}} have their defaults until it answers",
                        FIRST_ANSWER_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
