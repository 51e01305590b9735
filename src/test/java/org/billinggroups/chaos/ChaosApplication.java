package org.billinggroups.chaos;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.billinggroups.BillingApplication;
import org.billinggroups.cli.GracefulStop;
import org.billinggroups.cli.Program;
import org.billinggroups.file.Sha256;
import org.billinggroups.publication.PublishedFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Import;

/** The program as it is, but that it passes {@link KillPoints}. */
@Import({ BillingApplication.class, ChaosApplication.PointsInTheDatabase.class })
public class ChaosApplication {
    private static final Set<String> WORK = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");

    /** Runs a command. */
    public static void main(String[] args) throws Exception {
        instrument("org.billinggroups.file.AtomicFile", Sha256.class, "force", "createFolders");
        instrument("org.billinggroups.file.FileBatch", Sha256.class, "write", "force", "rename");
        instrument("org.billinggroups.publication.Publishing", PublishedFiles.class, "publish");
        int code = Program.run(ChaosApplication.class, args);
        GracefulStop.finished(code);
        if (Integer.getInteger("chaos.at", 0) == 0) {
            KillPoints.note(KillPoints.passed());
        }
        System.exit(code);
    }

    private static void instrument(String type, Class<?> ofPackage, String... methods) throws IllegalAccessException {
        var locator = ClassFileLocator.ForClassLoader.ofSystemLoader();
        var bytes = new ByteBuddy().redefine(TypePool.Default.of(locator).describe(type).resolve(), locator)
                .visit(Advice.to(Around.class).on(ElementMatchers.namedOneOf(methods))).make().getBytes();
        MethodHandles.privateLookupIn(ofPackage, MethodHandles.lookup()).defineClass(bytes);
    }

    /** Is copied into the methods that write files. */
    static final class Around {
        private Around() {}

        @Advice.OnMethodEnter
        static void before(@Advice.Origin("#m") String method) throws java.io.IOException {
            KillPoints.passFile("before file " + method);
        }

        @Advice.OnMethodExit
        static void after(@Advice.Origin("#m") String method) throws java.io.IOException {
            KillPoints.passFile("after file " + method);
        }
    }

    static final class PointsInTheDatabase implements BeanPostProcessor {
        @Override
        public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource ? watched(DataSource.class, bean, "") : bean;
        }
    }

    private static <T> T watched(Class<T> type, Object target, String sql) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{ type },
                (proxy, method, arguments) -> {
                    var text = arguments != null && arguments[0] instanceof String given ? given : sql;
                    var point = point(target, method.getName(), text);
                    if (point != null) {
                        KillPoints.pass("before " + point);
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (point != null) {
                        KillPoints.pass("after " + point);
                    }
                    if (method.getName().equals("unwrap") || result == null) {
                        return result;
                    }
                    return method.getReturnType().equals(Connection.class)
                            || Statement.class.isAssignableFrom(method.getReturnType())
                                    ? watched(method.getReturnType(), result, text)
                                    : result;
                }));
    }

    private static @Nullable String point(Object target, String method, String sql) {
        if (target instanceof Connection) {
            return method.equals("commit") ? "commit" : null;
        }
        return target instanceof Statement && WORK.contains(method)
                ? Arrays.stream(sql.strip().split("[\\s(]+")).limit(3).collect(Collectors.joining(" "))
                : null;
    }
}
