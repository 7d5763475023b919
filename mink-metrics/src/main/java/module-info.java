/** Micrometer meters for everything that mink does. */
@SuppressWarnings("requires-transitive-automatic") // Micrometer names its module in the manifest only
module dev.mink.metrics {
    requires transitive dev.mink;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports dev.mink.metrics;
}
