package io.fanwire.dispatcher.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The consumer group: static members, who should own which partition number, and who does. A number is given to its new owner only
 * when the old one has let go of it, or was expelled.
 */
final class ModelGroup {
    static final Duration SESSION = Duration.ofSeconds(6);

    private final RandomGenerator random;
    private final int numbers;
    private final Map<String, Member> members = new TreeMap<>();
    private final Map<Integer, Member> owners = new HashMap<>();
    private final Map<Integer, Member> targets = new HashMap<>();
    private final Map<String, Member> leftBehind = new HashMap<>();
    private final Set<Integer> takenBack = new HashSet<>();

    /** One incarnation of a static member. */
    static final class Member {
        final String instance;
        private Instant seen;

        Member(String instance, Instant now) {
            this.instance = instance;
            this.seen = now;
        }

        void seen(Instant now) {
            seen = now;
        }
    }

    ModelGroup(RandomGenerator random, int numbers) {
        this.random = random;
        this.numbers = numbers;
    }

    /** Empty while an earlier incarnation has neither left nor been expelled. */
    Optional<Member> join(String instance, Instant now) {
        if (members.containsKey(instance)) {
            return Optional.empty();
        }
        Member member = new Member(instance, now);
        members.put(instance, member);
        rebalance();
        return Optional.of(member);
    }

    boolean has(Member member) {
        return members.get(member.instance) == member;
    }

    /** Gives every number to some member, at random. */
    void rebalance() {
        List<Member> all = new ArrayList<>(members.values());
        targets.clear();
        for (int number = 0; number < numbers && !all.isEmpty(); number++) {
            targets.put(number, all.get(random.nextInt(all.size())));
        }
    }

    /** Takes a number from its owner, who may be the one to get it again. */
    void takeBack() {
        takenBack.add(random.nextInt(numbers));
    }

    Set<Integer> owned(Member member) {
        Set<Integer> owned = new HashSet<>();
        owners.forEach((number, owner) -> {
            if (owner == member) {
                owned.add(number);
            }
        });
        return owned;
    }

    Set<Integer> toRevoke(Member member) {
        Set<Integer> revoke = owned(member);
        revoke.removeIf(number -> targets.get(number) == member && !takenBack.contains(number));
        return revoke;
    }

    void release(Set<Integer> released) {
        owners.keySet().removeAll(released);
        takenBack.removeAll(released);
    }

    /** Takes what is free and meant for it. */
    Set<Integer> assign(Member member) {
        Set<Integer> fresh = new HashSet<>();
        targets.forEach((number, target) -> {
            if (target == member && !owners.containsKey(number)) {
                fresh.add(number);
            }
        });
        fresh.forEach(number -> owners.put(number, member));
        return fresh;
    }

    void leave(Member member) {
        if (has(member)) {
            members.remove(member.instance);
            release(owned(member));
            rebalance();
        }
    }

    /** The process of this member is gone, and its machine knows. */
    void leftBehind(Member member) {
        leftBehind.put(member.instance, member);
    }

    boolean hasLeftBehind(String instance) {
        return leftBehind.containsKey(instance);
    }

    /** Answers whether the member was still there. */
    boolean removeLeftBehind(String instance) {
        Optional<Member> there =
                Optional.ofNullable(leftBehind.remove(instance)).filter(this::has);
        there.ifPresent(this::leave);
        return there.isPresent();
    }

    /** Members that were not heard of for too long: they lose all they own. */
    List<Member> late(Instant now) {
        return members.values().stream()
                .filter(member -> member.seen.plus(SESSION).isBefore(now))
                .toList();
    }
}
