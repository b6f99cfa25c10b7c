import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** Starts Camel's command line, which has no main method of its own. */
class CamelCli {
    public static void main(String[] arguments) {
        CamelJBangMain.run(arguments);
    }
}
