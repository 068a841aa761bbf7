package org.invigil.server;

/** A start that is watched by the JVM, see {@link StartCache}: it ends by itself as soon as the server is ready. */
final class StartRehearsal {

    private StartRehearsal() {}

    /** One argument: the data folder, which is empty. */
    public static void main(String[] arguments) {
        InvigilServer.main(new String[] {"--port", "0", "--host", "127.0.0.1", "--data", arguments[0]});
        System.exit(0); // unless main has ended the process already, because the server did not start
    }
}
