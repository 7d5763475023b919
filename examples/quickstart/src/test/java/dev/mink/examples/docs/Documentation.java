package dev.mink.examples.docs;

import dev.mink.examples.docs.Page.Block;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The Markdown pages of a source tree: all but those in hidden directories and in build results.
 *
 * <p>A block of Java or SQL shows a region of a source file, which the comment before it names: {@code
 * <!-- snippet: module/src/test/java/File.java#region -->}, with the path from the root of the tree. Pages in {@code
 * docs/adr} may have blocks of SQL that show none. Every relative link leads somewhere, and every page
 * in {@code docs} is linked from {@code docs/README.md}, or from the {@code README.md} of a directory
 * that is linked there.
 */
final class Documentation {
    private static final Set<String> SHOWN_ONLY = Set.of("java", "sql");
    private static final String INDEX = "README.md";
    private static final Pattern SOURCE = Pattern.compile("(.*/)?src/(main|test)/.*");

    private final Path root;
    private final Map<Path, Page> pages = new HashMap<>();
    private final Map<Path, Map<String, List<String>>> regions = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Documentation(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The pages below a directory as they are now. */
    static Documentation of(Path root) throws IOException {
        Documentation documentation = new Documentation(root);
        Files.walkFileTree(documentation.root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean skipped =
                        !directory.equals(documentation.root) && (name.startsWith(".") || name.equals("target"));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".md")) {
                    documentation.pages.put(file, Page.of(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return documentation;
    }

    /** What is wrong with the code blocks. */
    List<String> problemsOfSnippets() {
        problems.clear();
        pages.values().forEach(page -> page.blocks().forEach(block -> check(page, block)));
        return sorted();
    }

    private void check(Page page, Block block) {
        String where = name(page) + ":" + block.from();
        if (block.isSnippet()) {
            List<String> region = region(where, block);
            if (!region.isEmpty() && !region.equals(page.text(block))) {
                problems.add(where + " differs from " + block.file() + "#" + block.region());
            }
        } else if (SHOWN_ONLY.contains(block.language()) && !mayStandAlone(page, block)) {
            problems.add(where + " is a block of " + block.language() + " without a snippet comment before it");
        }
    }

    private boolean mayStandAlone(Page page, Block block) {
        return block.language().equals("sql") && page.path().startsWith(docs().resolve("adr"));
    }

    /** The region that a block shows; empty, with a problem noted, if there is none. */
    private List<String> region(String where, Block block) {
        Path file = root.resolve(block.file()).normalize();
        if (!Files.isRegularFile(file)) {
            problems.add(where + " shows " + block.file() + ", which does not exist");
            return List.of();
        }
        if (!SOURCE.matcher(block.file()).matches()) {
            problems.add(where + " shows " + block.file() + ", which is in no src/main or src/test: nothing runs it");
            return List.of();
        }
        Map<String, List<String>> ofFile;
        try {
            ofFile = regions.containsKey(file) ? regions.get(file) : Region.of(file);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(where + " shows a file that cannot be read: " + e.getMessage());
            return List.of();
        }
        regions.put(file, ofFile);
        List<String> region = ofFile.getOrDefault(block.region(), List.of());
        if (region.isEmpty()) {
            problems.add(where + " shows the region " + block.region() + " of " + block.file()
                    + ", which is missing or empty; there are " + ofFile.keySet());
        }
        return region;
    }

    /** Writes the regions as they are now into the blocks that show them. */
    void update() throws IOException {
        for (Page page : pages.values()) {
            for (int i = page.blocks().size() - 1; i >= 0; i--) {
                Block block = page.blocks().get(i);
                if (block.isSnippet()) {
                    List<String> region = region(name(page), block);
                    if (!region.isEmpty() && !region.equals(page.text(block))) {
                        page.replace(block, region);
                    }
                }
            }
        }
    }

    /** What is wrong with the links. */
    List<String> problemsOfLinks() {
        problems.clear();
        pages.values().forEach(page -> page.links().forEach(link -> check(page, link)));
        return sorted();
    }

    private void check(Page page, String link) {
        if (isElsewhere(link)) {
            return;
        }
        Path target = target(page, link);
        int hash = link.indexOf('#');
        if (!target.startsWith(root) || !Files.exists(target)) {
            problems.add(name(page) + " links to " + link + ", which does not exist");
        } else if (hash >= 0 && pages.containsKey(target)) {
            String anchor = link.substring(hash + 1);
            if (!pages.get(target).anchors().contains(anchor)) {
                problems.add(name(page) + " links to " + link + ", where no heading has the anchor " + anchor);
            }
        }
    }

    private static boolean isElsewhere(String link) {
        return link.matches("[a-z]+:.*") || link.startsWith("//");
    }

    private static Path target(Page page, String link) {
        String file = link.replaceFirst("#.*", "");
        return file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
    }

    /** The pages in docs that neither the index links to nor an index that it links to. */
    List<String> problemsOfIndex() {
        problems.clear();
        Page index = pages.get(docs().resolve(INDEX));
        if (index == null) {
            return List.of("docs/README.md does not exist");
        }
        Set<Path> linked = new HashSet<>(Set.of(index.path()));
        addLinked(index, linked);
        for (Page page : pages.values()) {
            if (page.path().startsWith(docs()) && !linked.contains(page.path())) {
                problems.add("docs/README.md does not link to " + name(page));
            }
        }
        return sorted();
    }

    private void addLinked(Page index, Set<Path> linked) {
        for (String link : index.links()) {
            if (!isElsewhere(link)) {
                Path target = target(index, link);
                Page page = pages.get(Files.isDirectory(target) ? target.resolve(INDEX) : target);
                boolean added = page != null && page.path().startsWith(docs()) && linked.add(page.path());
                if (added && page.path().endsWith(INDEX)) {
                    addLinked(page, linked);
                }
            }
        }
    }

    private Path docs() {
        return root.resolve("docs");
    }

    private String name(Page page) {
        return root.relativize(page.path()).toString().replace('\\', '/');
    }

    private List<String> sorted() {
        return problems.stream().sorted().toList();
    }
}
