package org.billinggroups.publication;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Optional;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.InvoicingRun;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Lets a group of the operating system read what is published, so that an auditor who is another user can verify it.
 */
@Component
@EnableConfigurationProperties(FilesSettings.class)
record SharedFiles(FilesSettings settings) {
    private static final String SETTING = "billing.files.group";

    /**
     * Finds out whether files can be given to the group, before there are any.
     *
     * @throws RefusedException if not
     */
    void requireUsable() {
        try {
            var group = group();
            if (group.isPresent()) {
                var file = Files.createTempFile("billing", ".tmp");
                try {
                    view(file).setGroup(group.get());
                } finally {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /** Gives the group the files of a run in one of its folders, and the way to them from the output folder on. */
    void share(InvoicingRun run, Path folder) throws IOException {
        var group = group();
        if (group.isEmpty()) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                share(path, group.get());
            }
        }
        for (var above = AtomicFile.folderOf(folder); above.startsWith(run.output()); above = AtomicFile
                .folderOf(above)) {
            share(above, group.get());
        }
    }

    private static void share(Path path, GroupPrincipal group) throws IOException {
        var view = view(path);
        var attributes = view.readAttributes();
        if (attributes.isSymbolicLink()) {
            return;
        }
        var permissions = EnumSet.of(PosixFilePermission.GROUP_READ);
        if (attributes.isDirectory()) {
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
        }
        permissions.addAll(attributes.permissions());
        if (!attributes.group().equals(group)) {
            view.setGroup(group);
        }
        view.setPermissions(permissions);
    }

    private static PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<GroupPrincipal> group() throws IOException {
        var name = settings.group();
        return name.isBlank()
                ? Optional.empty()
                : Optional.of(Path.of("").getFileSystem().getUserPrincipalLookupService()
                        .lookupPrincipalByGroupName(name));
    }

    private RefusedException refusal(IOException e) {
        return new RefusedException("setting " + SETTING + " '" + settings.group() + "': " + (switch (e) {
            case UserPrincipalNotFoundException unknown -> "there is no such group";
            case FileSystemException denied -> "this user cannot give files to it, not being a member";
            default -> "it cannot be looked up: " + e.getMessage();
        }));
    }
}
