package org.billinggroups.audit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.billinggroups.document.Documents;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.run.InvoicingRun;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run, compared with the files that the run noted. Files are opened only if they are regular files, and
 * no link is followed; whatever else is there is named, and what everybody may write.
 */
final class RunFolder {
    private static final int FILES_AT_ONCE = 1000;
    private static final int MOST_OPEN = 20;

    private final Documents documents;
    private final InvoicingRun run;
    private final Path folder;
    private final Set<Integer> checked;
    private final Set<String> differences = new LinkedHashSet<>();
    private final Set<String> unreadable = new LinkedHashSet<>();
    private final Set<Path> expectedFolders = new HashSet<>();
    private final List<Path> open = new ArrayList<>();

    /**
     * Of a run, also while its folder has another name.
     *
     * @param checked the buckets whose invoices' files are known to be right
     */
    RunFolder(Documents documents, InvoicingRun run, Path folder, Set<Integer> checked) {
        this.documents = documents;
        this.run = run;
        this.folder = folder;
        this.checked = checked;
    }

    /**
     * Compares them.
     *
     * @param folders those that hold the files of invoices
     */
    void compare(List<String> folders, Findings findings) throws IOException {
        expectedFolders.add(folder);
        if (!checked.isEmpty()) {
            folders.forEach(name -> expectedFolders.add(folder.resolve(name)));
        }
        documents.forEachBut(run.id(), checked, this::compare);
        try {
            RegularFile.requireFolders(run.output(), folder);
            walk();
        } catch (OutOfPlaceException e) {
            differences.add(e.sentence());
        } catch (NoSuchFileException e) {
            // Each of its files was named.
        } catch (AccessDeniedException e) {
            unreadable.add(e.getFile());
        }
        findings.differences().addAll(differences);
        findings.unreadable().addAll(unreadable);
        open.stream().sorted().limit(MOST_OPEN).forEach(path -> findings.warnings().add(openToAll(path)));
        if (open.size() > MOST_OPEN) {
            findings.warnings().add(folder + ": everybody may write to " + (open.size() - MOST_OPEN)
                    + " more files and folders");
        }
    }

    private void compare(Document document) throws IOException {
        var file = folder.resolve(document.path());
        for (var parent = file.getParent(); parent != null && parent.startsWith(folder); parent = parent.getParent()) {
            expectedFolders.add(parent);
        }
        var what = "file " + file + ": ";
        try {
            if (RegularFile.length(run.output(), file) != document.bytes()) {
                differences.add(what + "its content is not what was written (another length)");
            } else if (!RegularFile.sha256(run.output(), file).equals(document.sha256())) {
                differences.add(what + "its content is not what was written (SHA-256 differs)");
            }
        } catch (OutOfPlaceException e) {
            differences.add(e.getFile().equals(file.toString()) ? "file " + e.sentence() : e.sentence());
        } catch (NoSuchFileException e) {
            differences.add(what + "is missing");
        } catch (AccessDeniedException e) {
            unreadable.add(file.toString());
        } catch (IOException e) {
            differences.add(what + "cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Names what does not belong here, and finds what everybody may write. */
    private void walk() throws IOException {
        var walk = new Walk();
        Files.walkFileTree(folder, walk);
        walk.addUnknown();
        walk.unknown.forEach(path -> differences
                .add((Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "folder " : "file ") + path
                        + ": does not belong to the run"));
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final Set<Path> unknown = new TreeSet<>();
        private final List<String> some = new ArrayList<>();

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
            noteOpen(path);
            if (!expectedFolders.contains(path)) {
                unknown.add(path);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isSymbolicLink()) {
                noteOpen(path);
            }
            some.add(folder.relativize(path).toString());
            if (some.size() == FILES_AT_ONCE) {
                addUnknown();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException thrown) {
            unreadable.add(path.toString());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException thrown) {
            if (thrown != null) {
                unreadable.add(path.toString());
            }
            return FileVisitResult.CONTINUE;
        }

        private void addUnknown() {
            documents.unknown(run.id(), some).forEach(path -> unknown.add(folder.resolve(path)));
            some.clear();
        }

        private void noteOpen(Path path) throws IOException {
            if (isOpenToAll(path)) {
                open.add(path);
            }
        }
    }

    /** Whether the whole world may write to a file or folder that is no link. */
    static boolean isOpenToAll(Path path) throws IOException {
        return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                .contains(PosixFilePermission.OTHERS_WRITE);
    }

    static String openToAll(Path path) {
        return path + ": everybody may write to it";
    }
}
