package io.fanwire.expressions;

import com.google.re2j.Pattern;
import dev.cel.common.CelOptions;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions of the language, each of which pays for what it looks at before it does. Those whose cost is more than the length of
 * their texts are ours; bytes are left out, as JSON has none.
 */
final class Functions {
    private static final int CHARACTERS_FOR_ONE = 8;
    private static final int A_STEP = 4;

    /** A number or a time is no longer, and a long text is not read as one. */
    private static final int LONGEST_LITERAL = 100;

    /** What an exception takes. */
    private static final int FAILURE = 2_000;

    private static final int LITERAL = 400;
    private static final int NONE = -1;

    private static final String FROM_TEXT = "string_to_";
    private static final Set<String> TEXT_AS_IT_IS = Set.of("string_to_string");

    private static final List<CelFunctionBinding> OURS = List.of(
            CelFunctionBinding.from("equals", Object.class, Object.class, Values::same),
            CelFunctionBinding.from("not_equals", Object.class, Object.class, (one, other) -> !Values.same(one, other)),
            CelFunctionBinding.from("in_list", Object.class, List.class, Values::in),
            CelFunctionBinding.from("add_list", List.class, List.class, Slice::joined),
            CelFunctionBinding.from("contains_string", String.class, String.class, Functions::contains),
            CelFunctionBinding.from("matches", String.class, String.class, Functions::matches),
            CelFunctionBinding.from("matches_string", String.class, String.class, Functions::matches));

    private Functions() {}

    static List<CelFunctionBinding> all(CelOptions options) {
        List<CelFunctionBinding> all = new ArrayList<>(OURS);
        all.addAll(Guards.bindings());
        Set<String> taken = new HashSet<>();
        OURS.forEach(binding -> taken.add(binding.getOverloadId()));
        CelStandardFunctions standard = CelStandardFunctions.newBuilder()
                .filterFunctions((function, overload) -> true)
                .build();
        for (CelFunctionBinding binding :
                standard.newFunctionBindings(RuntimeEquality.create(RuntimeHelpers.create(), options), options)) {
            if (offered(binding) && taken.add(binding.getOverloadId())) {
                all.add(binding.isStrict() ? paid(binding) : binding);
            }
        }
        return all;
    }

    /** Those without types choose among others by themselves, which the runtime does not need. */
    private static boolean offered(CelFunctionBinding binding) {
        return !binding.getArgTypes().isEmpty()
                && !binding.getArgTypes().contains(CelByteString.class)
                && !binding.getOverloadId().equals("string_to_bytes");
    }

    private static CelFunctionBinding paid(CelFunctionBinding binding) {
        String id = binding.getOverloadId();
        boolean literal = id.startsWith(FROM_TEXT) && !TEXT_AS_IT_IS.contains(id);
        int key = id.equals("in_map") ? 0 : id.equals("index_map") ? 1 : NONE;
        return CelFunctionBinding.from(id, binding.getArgTypes(), arguments -> {
            pay(arguments, literal);
            if (key != NONE && !Values.canBeKey(arguments[key])) {
                throw failed("a list or map is no name in a map");
            }
            try {
                return binding.getDefinition().apply(arguments);
            } catch (RuntimeException wrong) {
                throw failed(String.valueOf(wrong.getMessage()));
            }
        });
    }

    /** The runtime writes all arguments out for any other exception, however long they are. */
    static CelEvaluationException failed(String why) {
        Run.spend(FAILURE);
        return new CelEvaluationException(why);
    }

    private static void pay(Object[] arguments, boolean literal) throws CelEvaluationException {
        long cost = literal ? LITERAL : 1;
        for (Object argument : arguments) {
            if (argument instanceof String text) {
                if (literal && text.length() > LONGEST_LITERAL) {
                    throw failed("a text of more than " + LONGEST_LITERAL + " characters is no such value");
                }
                cost += text.length() / CHARACTERS_FOR_ONE;
            }
        }
        Run.spend(cost);
    }

    private static boolean contains(String text, String part) {
        Run.spend(1 + (long) text.length() * Math.max(part.length(), 1) / CHARACTERS_FOR_ONE);
        return text.contains(part);
    }

    /** As many steps as the expression has, for each character: RE2 looks at no character twice. */
    private static boolean matches(String text, String pattern) {
        Pattern compiled = Run.pattern(pattern);
        Run.spend(1 + (long) text.length() * compiled.programSize() * A_STEP);
        return compiled.matcher(text).find();
    }
}
