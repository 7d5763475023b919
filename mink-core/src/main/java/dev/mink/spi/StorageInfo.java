package dev.mink.spi;

/**
 * What operators want to know of a storage.
 *
 * @param product what keeps the events and in which version, such as {@code PostgreSQL 17.2}
 * @param schemaVersion the version of its tables; 0 if it has none
 * @param events about how many events there are
 * @param bytes about how much room they take, with all that belongs to them; 0 if it is not known
 */
public record StorageInfo(String product, int schemaVersion, long events, long bytes) {}
