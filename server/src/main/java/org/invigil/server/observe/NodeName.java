package org.invigil.server.observe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Adds the node to every structured log line: the name of its host, which in a container is the container's. */
final class NodeName implements StructuredLoggingJsonMembersCustomizer<Object> {

    private static final String NAME = hostName();

    @Override
    public void customize(Members<Object> members) {
        members.add("node", NAME);
    }

    private static String hostName() {
        @Nullable String told = System.getenv("HOSTNAME");
        if (told != null && !told.isBlank()) {
            return told;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
