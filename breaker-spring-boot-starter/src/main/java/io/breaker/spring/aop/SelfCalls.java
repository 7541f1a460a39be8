package io.breaker.spring.aop;

import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/** Finds calls of guarded methods on {@code this}, in the byte code: they go past the proxy, and so past the guards. */
final class SelfCalls extends ClassVisitor {

    private final Map<String, GuardedMethod> guarded = new HashMap<>();
    private final StartupReport report;
    private String className = "";
    private String source = "";

    private SelfCalls(Collection<GuardedMethod> methods, StartupReport report) {
        super(SpringAsmInfo.ASM_VERSION);
        methods.forEach(each -> guarded.put(each.method().getName() + Type.getMethodDescriptor(each.method()), each));
        this.report = report;
    }

    /** Looks through a class and its superclasses. */
    static void report(Class<?> type, Collection<GuardedMethod> methods, StartupReport report) {
        SelfCalls calls = new SelfCalls(methods, report);
        for (Class<?> each = type; each != null && each.getClassLoader() != null; each = each.getSuperclass()) {
            try (InputStream bytes = each.getResourceAsStream(ClassUtils.getClassFileName(each))) {
                if (bytes != null) {
                    calls.className = Signatures.name(each);
                    calls.source = each.getSimpleName();
                    new ClassReader(bytes).accept(calls, ClassReader.EXPAND_FRAMES);
                }
            } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
                // no class file, or one newer than this ASM: then there is no warning
            }
        }
    }

    @Override
    public void visitSource(@Nullable String file, @Nullable String debug) {
        if (file != null) {
            source = file;
        }
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        boolean isBridge = (access & Opcodes.ACC_BRIDGE) != 0;
        GuardedMethod caller = guarded.get(name + descriptor);
        return new ThisTracker(isStatic || isBridge) {
            @Override
            void calledOnThis(String calledName, String calledDescriptor, int line) {
                GuardedMethod called = guarded.get(calledName + calledDescriptor);
                if (called != null && !isCoveredByCaller(called, caller)) {
                    report.warning(problem(name, called, line));
                }
            }
        };
    }

    /** With an annotation on the class, a public method that calls another one has the same guards itself. */
    private static boolean isCoveredByCaller(GuardedMethod called, @Nullable GuardedMethod caller) {
        return caller != null
                && called.guards().stream().allMatch(guard -> guard.annotatedClass() != null)
                && caller.guards().equals(called.guards());
    }

    private Problem problem(String caller, GuardedMethod called, int line) {
        return new Problem(
                "%s.%s calls %s on its own object, past the proxy: %s does not apply to that call"
                        .formatted(
                                className,
                                readable(caller),
                                Signatures.simple(called.method()),
                                ProxyRules.annotations(called)),
                source + ":" + line,
                "Move the method to another bean, or let the class have itself injected (@Lazy) and call that.");
    }

    private static String readable(String method) {
        if (method.startsWith("lambda$")) {
            return method.split("\\$", -1)[1] + "()";
        }
        return method.equals("<init>") ? "constructor" : method + "()";
    }
}
