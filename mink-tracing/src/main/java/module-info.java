/** Spans by OpenTelemetry. */
@SuppressWarnings("requires-transitive-automatic") // it has a module name but no descriptor
module dev.mink.tracing {
    requires transitive dev.mink;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.mink.tracing;
}
