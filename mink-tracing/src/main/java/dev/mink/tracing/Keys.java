package dev.mink.tracing;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** The attributes of spans: those of OpenTelemetry's semantic conventions 1.45, and mink's own. */
final class Keys {

    static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

    static final AttributeKey<String> MESSAGING_SYSTEM = stringKey("messaging.system");
    static final AttributeKey<String> MESSAGING_OPERATION = stringKey("messaging.operation.name");
    static final AttributeKey<String> MESSAGING_OPERATION_TYPE = stringKey("messaging.operation.type");
    static final AttributeKey<String> MESSAGING_DESTINATION = stringKey("messaging.destination.name");
    static final AttributeKey<String> MESSAGING_PARTITION = stringKey("messaging.destination.partition.id");
    static final AttributeKey<String> MESSAGING_GROUP = stringKey("messaging.consumer.group.name");
    static final AttributeKey<Long> MESSAGING_COUNT = longKey("messaging.batch.message_count");

    static final AttributeKey<String> DB_SYSTEM = stringKey("db.system.name");
    static final AttributeKey<String> DB_OPERATION = stringKey("db.operation.name");
    static final AttributeKey<String> DB_COLLECTION = stringKey("db.collection.name");
    static final AttributeKey<Long> DB_ROWS = longKey("db.response.returned_rows");

    static final AttributeKey<String> COMMAND_ID = stringKey("mink.command.id");
    static final AttributeKey<String> COMMAND_TYPE = stringKey("mink.command.type");
    static final AttributeKey<String> COMMAND_OUTCOME = stringKey("mink.command.outcome");
    static final AttributeKey<String> COMMAND_REJECTION = stringKey("mink.command.rejection");
    static final AttributeKey<String> AGGREGATE_TYPE = stringKey("mink.aggregate.type");
    static final AttributeKey<String> AGGREGATE_ID = stringKey("mink.aggregate.id");
    static final AttributeKey<Long> AGGREGATE_VERSION = longKey("mink.aggregate.version");
    static final AttributeKey<Long> SNAPSHOT_VERSION = longKey("mink.snapshot.version");
    static final AttributeKey<Long> STREAMS = longKey("mink.append.streams");
    static final AttributeKey<Boolean> REPEATED = booleanKey("mink.append.repeated");
    static final AttributeKey<List<String>> EVENT_TYPES = stringArrayKey("mink.event.types");
    static final AttributeKey<String> PROJECTION = stringKey("mink.projection.name");
    static final AttributeKey<Boolean> REPLAY = booleanKey("mink.projection.replay");
    static final AttributeKey<Long> POSITION = longKey("mink.projection.position");
    static final AttributeKey<String> TENANT = stringKey("mink.tenant.id");
    static final AttributeKey<String> CORRELATION = stringKey("mink.correlation.id");

    /** What the systems of the conventions are. */
    static final String MINK = "mink";

    private Keys() {}
}
