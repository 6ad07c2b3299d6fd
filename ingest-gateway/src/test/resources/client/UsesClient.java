import io.fanwire.client.ApiClient;
import io.fanwire.client.ApiException;
import io.fanwire.client.api.EventsApi;
import io.fanwire.client.api.SubscriptionsApi;
import io.fanwire.client.model.Event;
import io.fanwire.client.model.Method;
import io.fanwire.client.model.Published;
import io.fanwire.client.model.RateLimit;
import io.fanwire.client.model.Subscription;
import io.fanwire.client.model.SubscriptionWish;
import java.util.List;
import java.util.Map;

/** What somebody writes who has a client from the description of the API. */
public final class UsesClient {
    private UsesClient() {}

    /** Subscribes, reads that back, publishes; answers with the ids of the subscription and of the event. */
    public static List<String> run(String url, String key) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
        SubscriptionsApi subscriptions = new SubscriptionsApi(client);
        Subscription made = subscriptions.createSubscription(
                new SubscriptionWish()
                        .topic("orders")
                        .types(List.of("order.*"))
                        .url("https://hooks.customer.com/in")
                        .method(Method.PUT)
                        .rateLimit(new RateLimit().count(50).per("1s"))
                        .metadata(Map.of("team", "billing")),
                "subscribe-once",
                null);
        Subscription read = subscriptions.getSubscription(made.getId(), null, null);
        if (read.getMethod() != Method.PUT || !read.getMetadata().equals(Map.of("team", "billing"))) {
            throw new IllegalStateException(read.toString());
        }
        Published published = new EventsApi(client)
                .publishEvent("orders", new Event().type("order.paid").data(Map.of("amount", 990)), "publish-once", null);
        try {
            subscriptions.getSubscription("none", null, null);
            throw new IllegalStateException("there is none");
        } catch (ApiException expected) {
            if (expected.getCode() != 404) {
                throw expected;
            }
        }
        subscriptions.deleteSubscription(made.getId(), null, null);
        return List.of(made.getId(), published.getId());
    }
}
