package io.fanwire.dispatcher.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker slot leaves on its machine: a file that is locked while the slot's process lives, and names its member of the group.
 *
 * <p>The system lets go of the lock when the process is gone, however it ended, and keeps it while it is only frozen. So who gets the
 * lock knows that the named member sends nothing any more, which no time-out could tell so soon.
 */
final class SlotFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SlotFile.class);
    private static final int LONGEST = 256;

    private final FileChannel channel;
    private final Optional<String> former;

    private SlotFile(FileChannel channel, Optional<String> former) {
        this.channel = channel;
        this.former = former;
    }

    /** Empty when another process has the slot, or the folder cannot be used: then nothing is known of a former member. */
    static Optional<SlotFile> lock(Path folder, String identity) {
        Path file = folder.resolve(URLEncoder.encode(identity, UTF_8) + ".slot");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (locked(channel)) {
                return Optional.of(new SlotFile(channel, read(channel)));
            }
            channel.close();
            log.atWarn().addKeyValue("file", file).log("another process has this worker's identity");
        } catch (IOException unusable) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", unusable.toString())
                    .log("a worker's file cannot be used; after a kill its partitions wait for the group's time-out");
        }
        return Optional.empty();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ourselves) {
            return false;
        }
    }

    private static Optional<String> read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), UTF_8).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The member that was named when the lock was got; its process is gone. */
    Optional<String> former() {
        return former;
    }

    /** Names the member of this process; the empty text, when it has left the group. */
    void name(String member) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(member.getBytes(UTF_8)), 0);
        } catch (IOException failed) {
            log.atWarn().addKeyValue("error", failed.toString()).log("a worker's file cannot be written");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            log.atDebug().addKeyValue("error", failed.toString()).log("a worker's file was not closed");
        }
    }
}
