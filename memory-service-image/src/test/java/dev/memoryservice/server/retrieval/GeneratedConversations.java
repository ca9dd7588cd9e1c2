package dev.memoryservice.server.retrieval;

import dev.memoryservice.server.retrieval.RetrievalData.Question;
import dev.memoryservice.server.retrieval.RetrievalData.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Conversations of two people over some months, always the same ones. What they tell each other is in
 * {@link Happenings}: told in one way and asked for in two, once with hardly a word in common, often told in two turns of which
 * the second says nothing by itself ("What is she called?" - "Biscuit, after the colour."). The same kind of thing
 * happens to both people and in several conversations, so that a question has near misses, and most turns are chat.
 */
final class GeneratedConversations {

    private static final int CORPORA = 6;
    private static final int SESSIONS = 16;
    private static final Instant START = Instant.parse("2025-03-03T18:00:00Z");

    private static final List<String> PEOPLE = List.of(
            "Anna", "Boris", "Carla", "Deniz", "Emil", "Fatima", "Goran", "Hannah", "Igor", "Julia", "Kenji", "Laura");

    private static final List<String> CHAT = List.of(
            "Hey, how have you been since we last spoke?",
            "Pretty good, thanks for asking. A bit tired.",
            "I can imagine. It was a long week for me too.",
            "The weather has been awful, nothing but rain.",
            "Tell me about it! I have not seen the sun for days.",
            "That sounds wonderful, I am so happy for you!",
            "Oh no, I am sorry to hear that.",
            "Wow, I did not expect that at all.",
            "We should really meet up some time soon.",
            "Yes, let us find a date, I would love that.",
            "Work keeps me busy, but I cannot complain.",
            "Same here. There is always something.",
            "Haha, that is so typical of you.",
            "I know, I know. Some things never change.",
            "Anyway, enough about me. What is new with you?",
            "Not that much, to be honest.",
            "Did you sleep well at least?",
            "Not really, the neighbours had a party again.",
            "Good luck with that, keep me posted.",
            "Will do. Thanks for listening.",
            "I have to run, talk to you soon!",
            "Take care, and say hello to everybody.",
            "That reminds me of something, but I forgot what.",
            "It will come back to you, it always does.");

    private final Random random = new Random(20_260_101);
    private final List<Turn> turns = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();

    private GeneratedConversations() {}

    static RetrievalData generate() {
        GeneratedConversations generated = new GeneratedConversations();
        for (int corpus = 0; corpus < CORPORA; corpus++) {
            generated.addCorpus(corpus);
        }
        return new RetrievalData(List.copyOf(generated.turns), List.copyOf(generated.questions));
    }

    private void addCorpus(int number) {
        String corpus = "corpus-" + number;
        List<String> people = List.of(PEOPLE.get(2 * number), PEOPLE.get(2 * number + 1));
        // Each happens to both, at different times and with different particulars.
        List<Told> happenings = new ArrayList<>();
        for (Happenings.Happening happening : Happenings.ALL) {
            List<List<String>> particulars = new ArrayList<>(happening.particulars());
            Collections.shuffle(particulars, random);
            for (int person = 0; person < 2; person++) {
                happenings.add(new Told(happening, person, particulars.get(person)));
            }
        }
        Collections.shuffle(happenings, random);
        int told = 0;
        for (int session = 0; session < SESSIONS; session++) {
            Session current = new Session(corpus, session, people);
            current.chat(2 + random.nextInt(4));
            int until = happenings.size() * (session + 1) / SESSIONS;
            for (; told < until; told++) {
                current.tell(happenings.get(told));
                current.chat(2 + random.nextInt(7));
            }
        }
    }

    private record Told(Happenings.Happening happening, int person, List<String> particulars) {}

    private final class Session {

        private final String corpus;
        private final String id;
        private final List<String> people;
        private Instant time;
        private int turn;
        private int speaker;

        Session(String corpus, int number, List<String> people) {
            this.corpus = corpus;
            this.id = corpus + "-session-" + number;
            this.people = people;
            this.time = START.plus(Duration.ofDays(9L * number + random.nextInt(5)));
        }

        void chat(int lines) {
            for (int i = 0; i < lines; i++) {
                // Two lines together, since a memory of the same words would be the same memory.
                say(speaker, CHAT.get(random.nextInt(CHAT.size())) + " " + CHAT.get(random.nextInt(CHAT.size())));
            }
        }

        void tell(Told told) {
            List<String> particulars = told.particulars();
            Happenings.Happening happening = told.happening();
            String person = people.get(told.person());
            String first = say(told.person(), fill(happening.told(), person, particulars));
            ask(happening.asked(), person, particulars, first);
            ask(happening.askedInItsWords(), person, particulars, first);
            if (!happening.followUp().isEmpty()) {
                say(1 - told.person(), happening.followUp());
                String answer = say(told.person(), fill(happening.answer(), person, particulars));
                ask(happening.askedOfAnswer(), person, particulars, answer);
                ask(happening.askedOfAnswerInItsWords(), person, particulars, answer);
            }
        }

        private void ask(String template, String person, List<String> particulars, String answer) {
            questions.add(new Question(corpus, fill(template, person, particulars), Set.of(answer)));
        }

        private String say(int person, String content) {
            String turnId = id + "-" + turn++;
            turns.add(new Turn(turnId, corpus, content, Optional.of(id), Optional.of(people.get(person)), time));
            time = time.plusSeconds(20 + random.nextInt(40));
            speaker = 1 - person;
            return turnId;
        }

        private String fill(String template, String person, List<String> particulars) {
            return template.replace("{who}", person)
                    .replace("{0}", particulars.get(0))
                    .replace("{1}", particulars.get(1))
                    .replace("{month}", month());
        }

        private String month() {
            String name = time.atZone(ZoneOffset.UTC).getMonth().name();
            return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
