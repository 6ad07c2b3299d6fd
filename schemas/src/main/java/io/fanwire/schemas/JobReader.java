package io.fanwire.schemas;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Puts records of the topic {@code jobs} into a table. Owned by the thread that reads the topic. */
public final class JobReader {
    private final Deserializer<JobRecord> jobs;
    private final JobTable table;
    private final Consumer<String> complaint;

    /** {@code complaint} hears of what cannot be read, now or ever. */
    public JobReader(Deserializer<JobRecord> jobs, JobTable table, Consumer<String> complaint) {
        this.jobs = jobs;
        this.table = table;
        this.complaint = complaint;
    }

    /** Answers false when the record cannot be read now; one that never can be leaves what was there in force. */
    public boolean take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return true;
        }
        if (record.value() == null) {
            table.remove(record.key());
            return true;
        }
        try {
            table.put(jobs.deserialize(record.topic(), record.value()));
        } catch (RegistryUnavailableException away) {
            complaint.accept("jobs cannot be read for now: " + away);
            return false;
        } catch (UnreadableRecordException unreadable) {
            complaint.accept("the record " + record.key() + " at " + record.partition() + "-" + record.offset()
                    + " of the jobs topic cannot be read: " + unreadable.getMessage());
        }
        return true;
    }
}
