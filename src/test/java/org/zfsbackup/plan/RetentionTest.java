package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    private static JsonNode golden() throws IOException {
        try (InputStream in = RetentionTest.class.getResourceAsStream("/golden/restic-forget.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static List<Instant> times(JsonNode array) {
        List<Instant> times = new ArrayList<>();
        array.forEach(time -> times.add(Instant.parse(time.asText())));
        return times;
    }

    static Stream<Arguments> resticsAnswers() throws IOException {
        List<Instant> newestFirst = times(golden().get("snapshots"));
        Collections.reverse(newestFirst);
        List<Arguments> cases = new ArrayList<>();
        golden().get("cases")
                .forEach(
                        one -> cases.add(Arguments.of(one.get("rules").asText(), newestFirst, times(one.get("kept")))));
        return cases.stream();
    }

    private static KeepRules rules(String words) {
        KeepRules rules = KeepRules.NONE;
        String[] parts = words.split(" ");
        for (int i = 0; i < parts.length; i += 2) {
            String value = parts[i + 1];
            rules = switch (parts[i]) {
                case "--keep-last" -> rules.withLast(KeepRules.count(value));
                case "--keep-hourly" -> rules.withHourly(KeepRules.count(value));
                case "--keep-daily" -> rules.withDaily(KeepRules.count(value));
                case "--keep-weekly" -> rules.withWeekly(KeepRules.count(value));
                case "--keep-monthly" -> rules.withMonthly(KeepRules.count(value));
                case "--keep-yearly" -> rules.withYearly(KeepRules.count(value));
                case "--keep-within" -> rules.withWithin(Optional.of(KeepRules.Age.parse(value)));
                default -> throw new IllegalArgumentException(parts[i]);
            };
        }
        return rules;
    }

    private static List<Instant> kept(KeepRules rules, List<Instant> newestFirst) {
        List<List<String>> reasons = new Retention(rules).reasons(newestFirst);
        List<Instant> kept = new ArrayList<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            if (!reasons.get(i).isEmpty()) {
                kept.add(newestFirst.get(i));
            }
        }
        return kept;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resticsAnswers")
    void rules_keepWhatResticKeeps(String rules, List<Instant> newestFirst, List<Instant> kept) {
        Instant oldest = newestFirst.get(newestFirst.size() - 1);
        List<Instant> ours = new ArrayList<>(kept(rules(rules), newestFirst));
        if (!kept.contains(oldest)) {
            ours.remove(oldest); // the restic that was asked is older than this rule
        }
        assertThat(ours).isEqualTo(kept);
    }

    @Test
    void oldest_isKeptByARuleThatIsNotFilled() {
        List<Instant> times = hourly("2026-11-30T01:30:00Z", 30);

        assertThat(kept(rules("--keep-daily 4"), times))
                .containsExactly(times.get(29), times.get(26), times.get(2), times.get(0));
        assertThat(kept(rules("--keep-daily 2"), times)).containsExactly(times.get(2), times.get(0));
        assertThat(new Retention(rules("--keep-yearly 2")).reasons(times).get(29))
                .containsExactly("oldest, as more years may be kept");
    }

    private static List<Instant> hourly(String newest, int count) {
        return Stream.iterate(Instant.parse(newest), time -> time.minusSeconds(3600))
                .limit(count)
                .toList();
    }

    @Test
    void reasons_nameTheRuleAndThePeriod() {
        assertThat(new Retention(rules("--keep-last 1 --keep-daily 2 --keep-weekly 1 --keep-within 1h"))
                        .reasons(hourly("2026-11-30T01:30:00Z", 4)))
                .containsExactly(
                        List.of("last 1", "day 2026-11-30", "week 2026-W49", "within 1h"),
                        List.of("within 1h"),
                        List.of("day 2026-11-29"),
                        List.of());
    }

    @Test
    void days_beginInTheTimeZone() {
        List<Instant> times = hourly("2026-11-30T01:30:00Z", 6);
        KeepRules daily = rules("--keep-daily 2");

        assertThat(kept(daily, times)).containsExactly(times.get(2), times.get(0));
        assertThat(kept(daily.withZone(ZoneId.of("America/New_York")), times))
                .as("it is the evening of the 29th there, and the oldest is kept")
                .containsExactly(times.get(5), times.get(0));
    }

    /** A clock that went back must not use up a rule. */
    @Test
    void period_countsOnceAlsoIfTheClockWentBack() {
        List<Instant> times = List.of(
                Instant.parse("2026-11-29T10:00:00Z"),
                Instant.parse("2026-11-30T10:00:00Z"),
                Instant.parse("2026-11-29T09:00:00Z"),
                Instant.parse("2026-11-28T09:00:00Z"),
                Instant.parse("2026-11-27T09:00:00Z"));
        assertThat(kept(rules("--keep-daily 3"), times)).containsExactly(times.get(3), times.get(1), times.get(0));
    }

    @Test
    void unlimited_keepsOneOfEachPeriod() {
        assertThat(kept(rules("--keep-daily unlimited"), hourly("2026-11-30T01:30:00Z", 100)))
                .as("the last hours of six days, and the oldest")
                .hasSize(7);
        assertThat(kept(rules("--keep-last -1"), hourly("2026-11-30T01:30:00Z", 100)))
                .hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "x", "1.5", ""})
    void countThatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> KeepRules.count(text)).hasMessageContaining("is not a number of backups to keep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "7w", "d7", "1h1d", "-1d"})
    void ageThatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> KeepRules.Age.parse(text)).hasMessageContaining("is not an age");
    }

    @Test
    void zone_mustExist() {
        assertThat(KeepRules.zone("UTC").normalized()).isEqualTo(ZoneOffset.UTC);
        assertThatThrownBy(() -> KeepRules.zone("Mars")).hasMessageContaining("'Mars' is not a time zone");
    }
}
