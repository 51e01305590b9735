package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Projects;
import org.billinggroups.file.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing project tag}. */
@ContextCommand
@Command(name = "tag",
        description = "Sets and removes tags of a project; those whose names begin with billing: stand on invoices.")
final class ProjectTag implements Callable<Integer> {
    private final ChangeRequests requests;
    private final PlanExecution execution;
    private final Projects projects;
    private final Output output;

    @Parameters(index = "0", paramLabel = "ID", description = "The project.")
    private String id;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME=VALUE", description = "Tags to set.")
    private List<String> set = List.of();

    @Option(names = "--remove", paramLabel = "NAME", description = "A tag to remove; may be repeated.")
    private List<String> remove = List.of();

    ProjectTag(ChangeRequests requests, PlanExecution execution, Projects projects, Output output) {
        this.requests = requests;
        this.execution = execution;
        this.projects = projects;
        this.output = output;
    }

    @Override
    public Integer call() {
        var project = projects.resolveLive(id);
        Set<String> missing = new TreeSet<>(remove);
        missing.removeAll(project.project().tags().keySet());
        if (!missing.isEmpty()) {
            throw new RefusedException(
                    "project '" + project.project().id() + "' has no tag " + String.join(", ", missing)
                            + ": 'billing project show " + project.project().id() + "' lists them");
        }
        return execution.whenHarmless(requests.tag(project, tags(), Set.copyOf(remove)), false,
                () -> ProjectCommands.print(output, projects.resolve(project.project().id())));
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (var tag : set) {
            int equals = tag.indexOf('=');
            if (equals < 1) {
                throw new RefusedException("tag '" + tag + "': expected NAME=VALUE");
            }
            tags.put(tag.substring(0, equals), tag.substring(equals + 1));
        }
        return tags;
    }
}
