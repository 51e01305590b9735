package org.billinggroups.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user that the server's programs run as: this process's own, unless that is root, as which PostgreSQL refuses to
 * run.
 *
 * <p>For root there are three ways, tried in this order by really running the server's program:
 * {@code setpriv} to an unprivileged user; the same with the capability to pass the folders above, which that user may
 * not enter, such as {@code /root}; and, where a container forbids changing the user, a user namespace made by
 * {@code unshare}, in which root appears as nobody. The owner of the folder remembers the choice: the first two give it
 * to the unprivileged user, the third leaves it to root.
 *
 * @param prefix what to put before a command
 * @param ownership whom the server's files must belong to; empty if this process's own user is right
 */
record ServerUser(List<String> prefix, Optional<Account> ownership) {
    /** The limit of a program that only says its version. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(60);
    private static final int ROOT = 0;

    /** A user and its group, by number. */
    record Account(int user, int group) {}

    /**
     * The user for the server whose files are, or will be, below the folder; gives an empty folder its owner.
     *
     * @param folder the server's folder; it exists
     * @param binaries its programs
     * @throws DatabaseRefusedException if no way works
     */
    static ServerUser choose(Path folder, PostgresBinaries binaries) throws IOException {
        // The process's own entry belongs to its effective user.
        int self = Folders.owner(Path.of("/proc/self"));
        int owner = Folders.owner(folder);
        if (self != ROOT && self != owner) {
            throw new DatabaseRefusedException("the database folder " + folder + " belongs to user " + owner
                    + ", but this process runs as user " + self
                    + ": run it as that user or choose another data folder");
        }
        List<String> failures = new ArrayList<>();
        for (ServerUser candidate : candidates(self, owner, folder)) {
            NativeCommand probe = candidate.probe(folder, binaries);
            if (probe.succeeded()) {
                return candidate;
            }
            failures.add(String.join(" ", candidate.prefix()) + ": " + probe.output());
        }
        throw new DatabaseRefusedException(advice(self, folder) + "\n  " + String.join("\n  ", failures));
    }

    /** The command as this user. */
    List<String> command(String... command) {
        return Stream.concat(prefix.stream(), Stream.of(command)).toList();
    }

    /** Gives a file or folder to this user. */
    void takeOver(Path path) throws IOException {
        if (ownership.isPresent()) {
            Folders.changeOwner(path, ownership.get().user(), ownership.get().group());
        }
    }

    private NativeCommand probe(Path folder, PostgresBinaries binaries) {
        try {
            takeOver(folder);
        } catch (IOException e) {
            return new NativeCommand(1, "cannot change the owner: " + e.getMessage());
        }
        return NativeCommand.run(command(binaries.program("postgres"), "--version"), "", PROBE_LIMIT);
    }

    private static List<ServerUser> candidates(int self, int owner, Path folder) throws IOException {
        if (self != ROOT) {
            return List.of(new ServerUser(List.of(), Optional.empty()));
        }
        ServerUser inNamespace = new ServerUser(List.of("unshare", "--user"), Optional.of(new Account(ROOT, ROOT)));
        if (Files.exists(PostgresCluster.home(folder))) {
            int group = (Integer) Files.getAttribute(folder, "unix:gid");
            return owner == ROOT ? List.of(inNamespace) : switchingTo(new Account(owner, group));
        }
        List<ServerUser> all = new ArrayList<>();
        unprivilegedAccount().ifPresent(account -> all.addAll(switchingTo(account)));
        all.add(inNamespace);
        return all;
    }

    private static List<ServerUser> switchingTo(Account account) {
        List<String> plain = List.of("setpriv", "--reuid=" + account.user(), "--regid=" + account.group(),
                "--clear-groups");
        // The security bit makes access(2), by which PostgreSQL looks for its programs, honour the capability too.
        List<String> passing = Stream
                .concat(plain.stream(),
                        Stream.of("--securebits=+no_setuid_fixup", "--inh-caps=+dac_override",
                                "--ambient-caps=+dac_override"))
                .toList();
        return List.of(new ServerUser(plain, Optional.of(account)), new ServerUser(passing, Optional.of(account)));
    }

    /** PostgreSQL wants a user that has a name. */
    private static Optional<Account> unprivilegedAccount() throws IOException {
        List<String[]> users = Files.readAllLines(Path.of("/etc/passwd")).stream().map(line -> line.split(":", -1))
                .toList();
        return Stream.of("postgres", "nobody")
                .flatMap(name -> users.stream().filter(user -> user[0].equals(name)))
                .findFirst()
                .map(user -> new Account(Integer.parseInt(user[2]), Integer.parseInt(user[3])));
    }

    private static String advice(int self, Path folder) {
        String alternative = " or set SPRING_DATASOURCE_URL to use a server of your own; tried:";
        return self == ROOT
                ? "PostgreSQL does not run as root, and no other user could be taken on for it (with setpriv or unshare"
                        + " of util-linux) in " + folder + ": run this as an ordinary user" + alternative
                : "the embedded PostgreSQL does not run here (it needs Linux with glibc 2.27 or newer, and a folder "
                        + folder + " from which programs may be executed): use such a system" + alternative;
    }
}
