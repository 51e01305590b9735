package org.billinggroups.file;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be used as it is; nothing of it was kept. It carries every problem that was found. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LISTED = 500;

    private final transient List<InputProblem> problems;

    /** Input with these problems, at least one. */
    public InvalidInputException(List<InputProblem> problems) {
        super(problems.stream().limit(LISTED).map(InputProblem::toString).collect(Collectors.joining("\n"))
                + (problems.size() > LISTED ? "\n... and " + (problems.size() - LISTED) + " more" : ""));
        this.problems = List.copyOf(problems);
    }

    /** Input with one problem. */
    public InvalidInputException(InputProblem problem) {
        this(List.of(problem));
    }

    /** What is wrong, in the order of the file. */
    public List<InputProblem> problems() {
        return problems;
    }
}
