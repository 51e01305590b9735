package org.billinggroups.file;

import java.util.List;

/** Input that cannot be used as it is; nothing of it was kept. It tells what is wrong with it. */
public final class InvalidInputException extends BillingException {
    private static final long serialVersionUID = 1L;

    private final transient List<InputProblem> problems;

    /** Input with these problems, at least one. */
    public InvalidInputException(InputProblems problems) {
        super(problems.toString());
        this.problems = problems.first();
    }

    /** The same. */
    public InvalidInputException(List<InputProblem> problems) {
        this(collected(problems));
    }

    /** Input with one problem. */
    public InvalidInputException(InputProblem problem) {
        this(List.of(problem));
    }

    private static InputProblems collected(List<InputProblem> problems) {
        var collected = new InputProblems();
        problems.forEach(collected::add);
        return collected;
    }

    /** What is wrong, in the order of the file: the first {@value InputProblems#SHOWN} problems. */
    public List<InputProblem> problems() {
        return problems;
    }
}
