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
 * The placeholders {@code {{zk:KEY}}} and {@code {{zk:KEY:default}}}: what is in force for a key below {@code /config}, as the
 * registry's {@link LiveConfig} knows it; nested keys have {@code /}. Camel finds this class by its service file.
 *
 * <p>A route is built with the value of that moment, and anew when it changes; see {@link LiveKeys}. The first placeholder
 * waits for ZooKeeper's first answer, but not for ever: without one the default is taken, with a line in the log, until the
 * answer is there.
 *
 * <p>This class is threadsafe.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("zk")
public final class ZooKeeperPropertiesFunction implements PropertiesFunction, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperPropertiesFunction.class);
    private static final Duration FIRST_ANSWER_WITHIN = Duration.ofSeconds(10);

    private CamelContext context;
    private LiveKeys keys;
    private boolean waited;

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
     * The value of a placeholder.
     *
     * @param remainder {@code KEY} or {@code KEY:default}
     * @throws IllegalArgumentException if the key is malformed, or has neither a value nor a default
     */
    @Override
    public String apply(String remainder) {
        int colon = remainder.indexOf(':');
        String key = requireKey(colon < 0 ? remainder : remainder.substring(0, colon), remainder);
        String otherwise = colon < 0 ? null : remainder.substring(colon + 1);
        LiveKeys live = keys(remainder);
        awaitFirstAnswer(live.config());
        Optional<String> written = live.config().text(key);
        String route = context.getCamelContextExtension().getCreateRoute();
        if (route != null && !RouteCheck.isCheck(route)) {
            live.note(route, key, written);
        }
        return written.or(() -> Optional.ofNullable(otherwise))
                .orElseThrow(() -> new IllegalArgumentException("there is no /config/" + key
                        + " in ZooKeeper, and {{zk:" + key + "}} has no default, as {{zk:" + key + ":DEFAULT}} would"));
    }

    private static String requireKey(String key, String remainder) {
        if (key.isBlank() || key.startsWith("/") || key.endsWith("/") || key.contains("//")) {
            throw new IllegalArgumentException("{{zk:" + remainder
                    + "}} has no valid key: allowed is the path below /config, as in {{zk:plant/limit:80}}");
        }
        return key;
    }

    /** Those of the bean that is there now: the command line of Camel makes its beans anew when it reloads. */
    private synchronized LiveKeys keys(String remainder) {
        Set<LiveConfig> configs = context.getRegistry().findByType(LiveConfig.class);
        if (configs.size() != 1) {
            throw new IllegalArgumentException("{{zk:" + remainder + "}} needs one bean of " + LiveConfig.class
                    + " before the first route, as in routes/node/beans.camel.yaml; there are " + configs.size());
        }
        LiveConfig config = configs.iterator().next();
        if (keys == null || keys.config() != config) {
            keys = new LiveKeys(context, config);
            waited = false;
        }
        return keys;
    }

    private synchronized void awaitFirstAnswer(LiveConfig config) {
        if (waited) {
            return;
        }
        waited = true;
        try {
            if (!config.awaitInitialized(FIRST_ANSWER_WITHIN)) {
                LOG.warn(
                        "ZooKeeper has not answered for {} s: placeholders {{zk:...}} have their defaults until it does",
                        FIRST_ANSWER_WITHIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
