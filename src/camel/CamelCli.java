import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** Starts the Camel CLI, which has no main class of its own. */
class CamelCli {
    public static void main(String[] arguments) {
        CamelJBangMain.run(arguments);
    }
}
