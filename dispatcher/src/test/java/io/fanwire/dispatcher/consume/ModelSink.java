package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.schemas.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The callbacks, and what they have seen. Each delivery's first 0, 1 or 2 attempts fail, or all; answers take their time, and some
 * are lost on the way.
 */
final class ModelSink {
    private static final int SLOWEST = 5000;

    private final ModelWorld world;
    private final List<Post> posts = new ArrayList<>();
    int loseAnswers;

    /** One request that arrived. */
    private static final class Post {
        final ModelProcess from;
        final String id;
        final int number;
        final boolean ok;
        boolean excused;

        Post(ModelProcess from, String id, int number, boolean ok) {
            this.from = from;
            this.id = id;
            this.number = number;
            this.ok = ok;
        }
    }

    ModelSink(ModelWorld world) {
        this.world = world;
    }

    CompletionStage<Optional<AttemptOutcome>> attempt(
            ModelProcess from, Callback callback, Delivery delivery, BooleanSupplier mayStart) {
        CompletableFuture<Optional<AttemptOutcome>> answer = new CompletableFuture<>();
        Runnable connected = () -> {
            if (mayStart.getAsBoolean()) {
                AttemptOutcome outcome = post(from, delivery);
                Runnable answered = () -> answer.complete(Optional.of(outcome));
                from.loop.schedule(answered, takes(), TimeUnit.MILLISECONDS);
            } else {
                answer.complete(Optional.empty());
            }
        };
        if (world.random.nextInt(3) == 0) {
            connected.run();
        } else {
            from.loop.schedule(connected, world.random.nextInt(300), TimeUnit.MILLISECONDS);
        }
        return answer;
    }

    private int takes() {
        int kind = world.random.nextInt(10);
        return world.random.nextInt(kind < 5 ? 50 : kind < 8 ? 1000 : SLOWEST);
    }

    /** I7, I8, I9: nothing is sent again whose outcome is durable, nothing without an excuse, nothing without a lease. */
    private AttemptOutcome post(ModelProcess from, Delivery delivery) {
        String id = delivery.id();
        int number = delivery.progress().attempts() + 1;
        boolean fails = number <= world.failures(id);
        world.seen.posts++;
        world.demand(!world.checks.durable(id, number), () -> "I7: " + from + " sends " + id + "#" + number + " again");
        for (Post earlier : posts) {
            if (earlier.id.equals(id) && earlier.number == number) {
                world.seen.repeated++;
                world.demand(
                        earlier.excused, () -> "I8: " + from + " repeats " + id + "#" + number + " of " + earlier.from);
            }
        }
        world.demand(from.leased(), () -> "I9: " + from + " sends " + id + " without a lease");
        posts.add(new Post(from, id, number, !fails));
        if (loseAnswers > 0) {
            loseAnswers--;
            world.seen.responsesLost++;
            return new AttemptOutcome.Failed(ErrorClass.RESET, Optional.empty(), Optional.empty());
        }
        return fails
                ? new AttemptOutcome.Failed(ErrorClass.STATUS, Optional.of(500), Optional.empty())
                : new AttemptOutcome.Delivered(200);
    }

    /** Its requests about these numbers, whose outcome is not durable, may be repeated by the next owner. */
    void excuse(ModelProcess from, Set<Integer> numbers) {
        boolean any = false;
        for (Post post : posts) {
            if (post.from == from
                    && !post.excused
                    && numbers.contains(ModelWorld.number(post.id))
                    && !world.checks.durable(post.id, post.number)) {
                post.excused = true;
                any = true;
            }
        }
        world.seen.cutOff += any ? 1 : 0;
    }

    /** Whether it saw that attempt, and took it. */
    boolean took(String id, int number) {
        return posts.stream().anyMatch(post -> post.ok && post.number == number && post.id.equals(id));
    }
}
