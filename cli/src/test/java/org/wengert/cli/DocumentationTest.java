package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that docs/cli.md shows, with what it prints. A block with a file's name after its language is that file; in
 * expected output … stands for anything.
 */
class DocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\S+)(?: (\\S+))?\\n((?s:.*?))^```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicTest> whatThePageShows() throws IOException {
        Cli cli = new Cli(folder);
        List<DynamicTest> tests = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            if (block.group(2) != null) {
                cli.file(block.group(2), block.group(3));
            } else if (block.group(1).equals("console")) {
                String text = block.group(3);
                int next;
                for (int start = 0; start < text.length(); start = next) {
                    next = text.indexOf("\n$ ", start) + 1;
                    if (next == 0) {
                        next = text.length();
                    }
                    String part = text.substring(start, next);
                    int end = part.indexOf('\n');
                    String command = part.substring(0, end);
                    String output = part.substring(end + 1);
                    tests.add(DynamicTest.dynamicTest(command, () -> verify(cli, command, output)));
                }
            }
        }
        return tests.stream();
    }

    private static void verify(Cli cli, String command, String output) {
        List<String> words = words(command);
        assertThat(words).startsWith("$", "wengert");
        Cli.Run run = cli.run(words.subList(2, words.size()).toArray(new String[0]));
        String expected = Stream.of(output.split("…", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "(?s:.*)" + b)
                .orElseThrow();
        assertThat(run.text() + run.err()).matches(expected);
    }

    /** The words as a shell would split them, as far as this page needs one. */
    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }

    @Test
    void thePageNamesEveryOption() throws IOException {
        String page = Files.readString(PAGE);
        var line = Main.commandLine(new Console(System.out, System.err, folder, false));
        for (var command : line.getSubcommands().values()) {
            for (var option : command.getCommandSpec().options()) {
                if (!option.usageHelp()) {
                    assertThat(List.of(option.names())).as(option.longestName()).anyMatch(page::contains);
                }
            }
        }
    }
}
