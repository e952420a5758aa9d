package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Every public type and method has javadoc. Overrides have that of what they override, and the accessors of Camel's options
 * have the description of their option.
 */
class JavadocTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void publicTypesAndMethods_haveJavadoc() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> missing = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java));
            DocTrees docs = DocTrees.instance(task);
            int seen = 0;
            for (CompilationUnitTree unit : task.parse()) {
                new Scan(docs, missing).scan(unit, null);
                seen++;
            }
            assertThat(seen).isGreaterThan(300);
        }
        assertThat(missing).isEmpty();
    }

    /** Collects what is public and has no javadoc. */
    private static final class Scan extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> missing;

        Scan(DocTrees docs, List<String> missing) {
            this.docs = docs;
            this.missing = missing;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (isPublic(type.getModifiers()) && isVisible(getCurrentPath().getParentPath())) {
                check(type.getSimpleName().toString());
            }
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean counts = isVisible(getCurrentPath().getParentPath())
                    && (isPublic(method.getModifiers()) || isInInterface())
                    && !method.getModifiers().getFlags().contains(Modifier.PRIVATE)
                    && method.getReturnType() != null
                    && !isOverride(method)
                    && !isAccessorOfOption(method);
            if (counts) {
                check(method.getName().toString());
            }
            return null; // what is in a method is nobody else's
        }

        private void check(String name) {
            if (docs.getDocComment(getCurrentPath()) == null) {
                CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
                missing.add(SOURCES.relativize(Path.of(unit.getSourceFile().getName())) + " " + name);
            }
        }

        /** Whether every type around it is public. */
        private static boolean isVisible(TreePath path) {
            for (TreePath around = path; around != null; around = around.getParentPath()) {
                if (around.getLeaf() instanceof ClassTree type
                        && !isPublic(type.getModifiers())
                        && !(around.getParentPath().getLeaf() instanceof ClassTree outer
                                && outer.getKind() == Tree.Kind.INTERFACE)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isInInterface() {
            return getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
        }

        private static boolean isPublic(ModifiersTree modifiers) {
            return modifiers.getFlags().contains(Modifier.PUBLIC);
        }

        private static boolean isOverride(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
        }

        private boolean isAccessorOfOption(MethodTree method) {
            return getCurrentPath()
                            .getCompilationUnit()
                            .getPackageName()
                            .toString()
                            .startsWith("org.zfsbackup.camel")
                    && method.getName().toString().matches("(get|is|set)[A-Z].*");
        }
    }
}
