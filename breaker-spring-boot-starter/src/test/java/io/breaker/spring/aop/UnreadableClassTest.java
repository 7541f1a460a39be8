package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

/** Classes that mention one of a library that is not there. */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableClassTest {

    static class Missing {}

    static class OnMethod {
        @CircuitBreaker(name = "a")
        public void run() {}

        public void mention(Missing missing) {}
    }

    @Retry(name = "a")
    static class OnClass {
        public void mention(Missing missing) {}
    }

    @CircuitBreaker(name = "a")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Composed {}

    static class OnComposed {
        @Composed
        public void run() {}

        public void mention(Missing missing) {}
    }

    static class Inheriting extends OnMethod {}

    interface Api {
        @CircuitBreaker(name = "a")
        void run();
    }

    static class Implementing implements Api {
        @Override
        public void run() {}

        public void mention(Missing missing) {}
    }

    static class Plain {
        @Deprecated
        public void mention(Missing missing) {}
    }

    @Test
    void warnsOfAnnotationsThatDoNothingBecauseTheirClassCannotBeRead(CapturedOutput output) throws Exception {
        for (Class<?> type :
                new Class<?>[] {OnMethod.class, OnClass.class, OnComposed.class, Inheriting.class, Implementing.class
                }) {
            Guards guards = new Guards();
            Class<?> unreadable = withoutTheLibrary(type);
            assertThat(guards.of(unreadable)).isEmpty();
            assertThat(guards.of(unreadable)).isEmpty();
            assertThat(output.getOut().lines().filter(line -> line.contains(type.getName() + " do nothing")))
                    .singleElement()
                    .asString()
                    .contains("WARN", Missing.class.getName());
        }
    }

    @Test
    void anAppenderMayAskForTheClassThatItHearsOf() throws Exception {
        Class<?> unreadable = withoutTheLibrary(OnMethod.class);
        Guards guards = new Guards();
        List<Collection<GuardedMethod>> answers = new ArrayList<>();
        AppenderBase<ILoggingEvent> asking = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                answers.add(guards.of(unreadable));
            }
        };
        asking.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Guards.class);
        logger.addAppender(asking);
        try {
            guards.of(unreadable);
        } finally {
            logger.detachAppender(asking);
        }

        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer).isEmpty());
    }

    @Test
    void warnsOnceOfAClassThatIsReadTwiceAtTheSameTime(CapturedOutput output) throws Exception {
        Guards guards = new Guards();
        WithoutTheLibrary loader = new WithoutTheLibrary();
        Class<?> unreadable = loader.loadClass(OnMethod.class.getName());
        loader.whenTheLibraryIsMissed = () -> guards.of(unreadable);

        guards.of(unreadable);

        assertThat(output.getOut().lines().filter(line -> line.contains(" do nothing")))
                .hasSize(1);
    }

    @Test
    void saysNothingOfAClassThatHasNoAnnotationOfOurs(CapturedOutput output) throws Exception {
        assertThat(new Guards().of(withoutTheLibrary(Plain.class))).isEmpty();
        assertThat(output).doesNotContain("WARN");
    }

    private static Class<?> withoutTheLibrary(Class<?> type) throws ClassNotFoundException {
        return new WithoutTheLibrary().loadClass(type.getName());
    }

    /** Defines the classes of this test anew, all but the missing one. */
    private static final class WithoutTheLibrary extends ClassLoader {

        Runnable whenTheLibraryIsMissed = () -> {};

        WithoutTheLibrary() {
            super(UnreadableClassTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                Runnable first = whenTheLibraryIsMissed;
                whenTheLibraryIsMissed = () -> {};
                first.run();
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(UnreadableClassTest.class.getName() + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) {
            try (InputStream file = getResourceAsStream(ClassUtils.convertClassNameToResourcePath(name) + ".class")) {
                byte[] bytes = Objects.requireNonNull(file).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
            }
        }
    }
}
