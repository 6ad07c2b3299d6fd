package io.fanwire.runtime.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A file that only its owner can read, which appears whole or not at all, and is replaced whole or not at all. Any thread and any
 * process may use it.
 */
final class KeySetFile {
    private final Path path;

    KeySetFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    boolean exists() {
        return Files.exists(path);
    }

    String read() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("key set " + path + " cannot be read", e);
        }
    }

    /** Changes whenever the file was replaced. */
    String stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
        } catch (IOException away) {
            return "";
        }
    }

    /** A link to a finished file is the one step that neither shows half a file nor replaces one that is there. */
    void create(Supplier<String> content) {
        try {
            Files.createDirectories(folder());
            Path draft = draft(content.get());
            try {
                Files.createLink(path, draft);
            } finally {
                Files.delete(draft);
            }
            folderIsDurable();
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its key set is the one to use.
        } catch (IOException e) {
            throw new UncheckedIOException("key set " + path + " cannot be made", e);
        }
    }

    /** Replaces what is there; of several that do at once each sees what the one before it wrote. */
    void change(UnaryOperator<String> change) {
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        synchronized (KeySetFile.class) {
            changeAlone(lock, change);
        }
    }

    /** The lock keeps other processes away, but is not given twice within one. */
    private void changeAlone(Path lock, UnaryOperator<String> change) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            Path draft = draft(change.apply(read()));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            folderIsDurable();
        } catch (IOException e) {
            throw new UncheckedIOException("key set " + path + " cannot be changed", e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private Path folder() {
        return path.resolveSibling("");
    }

    private Path draft(String content) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path draft = Files.createTempFile(folder(), ".keyset", ".tmp", ownerOnly);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return draft;
    }

    private void folderIsDurable() throws IOException {
        try (FileChannel entries = FileChannel.open(folder(), StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
