package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a storage can do besides keeping events is what its contract says. */
abstract class OfferSuite<T> extends Suite<T> {

    abstract boolean remembersResults();

    abstract boolean keepsAudit();

    abstract boolean keepsSnapshots();

    abstract boolean keepsProjections();

    abstract boolean keepsViews();

    @Test
    void results_of_commands_are_remembered_if_the_contract_says_so() {
        assertThat(storage.idempotency().isPresent())
                .as("whether the storage offers an idempotency store, of which remembersResults() speaks")
                .isEqualTo(remembersResults());
    }

    @Test
    void audit_entries_are_kept_if_the_contract_says_so() {
        assertThat(storage.audit().isPresent())
                .as("whether the storage offers an audit log, of which keepsAudit() speaks")
                .isEqualTo(keepsAudit());
    }

    @Test
    void snapshots_are_kept_if_the_contract_says_so() {
        assertThat(storage.snapshots().isPresent())
                .as("whether the storage offers a snapshot store, of which keepsSnapshots() speaks")
                .isEqualTo(keepsSnapshots());
    }

    @Test
    void projections_are_kept_if_the_contract_says_so() {
        assertThat(storage.projections().isPresent())
                .as("whether the storage offers a projection store, of which keepsProjections() speaks")
                .isEqualTo(keepsProjections());
    }

    @Test
    void views_are_kept_if_the_contract_says_so() {
        assertThat(storage.views().isPresent())
                .as("whether the storage offers a view store, of which keepsViews() speaks")
                .isEqualTo(keepsViews());
    }
}
