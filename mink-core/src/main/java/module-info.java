/** Event store, aggregates, deciders and their values, with the in-memory storage. */
module dev.mink {
    requires transitive tools.jackson.databind;
    requires org.slf4j;
    requires static com.github.benmanes.caffeine;
    requires static jakarta.validation;
    requires static transitive org.jspecify;

    exports dev.mink;
    exports dev.mink.command;
    exports dev.mink.health;
    exports dev.mink.memory;
    exports dev.mink.projection;
    exports dev.mink.schema;
    exports dev.mink.snapshot;
    exports dev.mink.spi;
}
