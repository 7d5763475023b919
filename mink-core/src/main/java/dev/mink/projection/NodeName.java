package dev.mink.projection;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** What a node is called that nobody has named: its host, its process, and something that no other process has. */
final class NodeName {

    private NodeName() {}

    static String make() {
        String host = Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("node");
        return host + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }
}
