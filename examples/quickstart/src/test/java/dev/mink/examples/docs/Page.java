package dev.mink.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown page, read as far as its code blocks, links and headings. */
final class Page {
    private static final Pattern FENCE = Pattern.compile("(\\s*)(```+)\\s*(\\w*).*");
    private static final Pattern SNIPPET = Pattern.compile("\\s*<!-- snippet: (\\S+?)#(\\S+) -->\\s*");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
    private static final Pattern INLINE_LINK = Pattern.compile("!?\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\]\\(([^()\\s]+)\\)");
    private static final Pattern LINK_DEFINITION = Pattern.compile("(?m)^\\[[^\\]]+\\]:\\s+(\\S+)");
    private static final Pattern NAMED_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\">");
    private static final Pattern EMPTY_LINES = Pattern.compile("\\n\\s*\\n");
    private static final Pattern INLINE_CODE = Pattern.compile("(?s)(`+).*?\\1");

    private final Path path;
    private final List<String> lines;
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> prose = new ArrayList<>();

    private Page(Path path, List<String> lines) {
        this.path = path;
        this.lines = lines;
    }

    /** Reads a page. */
    static Page of(Path path) throws IOException {
        Page page = new Page(path, Files.readAllLines(path));
        page.scan();
        return page;
    }

    private void scan() {
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                prose.add(lines.get(i));
                continue;
            }
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).strip().equals(fence.group(2))) {
                end++;
            }
            Matcher snippet = SNIPPET.matcher(lineBefore(i));
            boolean shown = snippet.matches();
            blocks.add(new Block(
                    fence.group(3),
                    i + 1,
                    end,
                    fence.group(1),
                    shown ? snippet.group(1) : "",
                    shown ? snippet.group(2) : ""));
            i = end;
        }
    }

    /** The line before, or the one before that where it is empty. */
    private String lineBefore(int line) {
        int before = line - 1;
        if (before > 0 && lines.get(before).isBlank()) {
            before--;
        }
        return before < 0 ? "" : lines.get(before);
    }

    Path path() {
        return path;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The lines of a block without those of its fence, and without the indentation of its fence. */
    List<String> text(Block block) {
        return lines.subList(Math.min(block.from(), lines.size()), block.to()).stream()
                .map(line -> line.startsWith(block.indentation())
                        ? line.substring(block.indentation().length())
                        : line)
                .toList();
    }

    /** The targets of all links, as they stand there. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        EMPTY_LINES.splitAsStream(String.join("\n", prose)).forEach(paragraph -> {
            String text = INLINE_CODE.matcher(paragraph).replaceAll("");
            INLINE_LINK.matcher(text).results().forEach(link -> links.add(link.group(1)));
            LINK_DEFINITION.matcher(text).results().forEach(definition -> links.add(definition.group(1)));
        });
        return links;
    }

    /** What can follow the # of a link to this page: headings as GitHub names them, and named anchors. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose) {
            NAMED_ANCHOR.matcher(line).results().forEach(anchor -> anchors.add(anchor.group(1)));
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String slug = slug(heading.group(1));
                int before = seen.merge(slug, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? slug : slug + "-" + before);
            }
        }
        return anchors;
    }

    private static String slug(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replace(' ', '-');
    }

    /** Puts other lines into a block and writes the page; the other blocks keep their places only if this is the last. */
    void replace(Block block, List<String> text) throws IOException {
        List<String> changed = new ArrayList<>(lines.subList(0, block.from()));
        text.forEach(line -> changed.add(line.isEmpty() ? "" : block.indentation() + line));
        changed.addAll(lines.subList(block.to(), lines.size()));
        lines.clear();
        lines.addAll(changed);
        Files.write(path, lines);
    }

    /**
     * A fenced block.
     *
     * @param language what follows the fence, or nothing
     * @param from the index of its first line behind the fence
     * @param to the index of the line of the closing fence
     * @param indentation what stands before the fence
     * @param file the file that it shows a region of; empty if it shows none
     * @param region the name of the region; empty if it shows none
     */
    record Block(String language, int from, int to, String indentation, String file, String region) {
        boolean isSnippet() {
            return !file.isEmpty();
        }
    }
}
