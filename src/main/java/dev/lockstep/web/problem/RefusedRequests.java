package dev.lockstep.web.problem;

import dev.lockstep.protocol.Json;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Answers requests that the HTTP server refuses before any route sees them, in the same form as every other error.
 *
 * <p>Runs on the server's event loop; it never waits.
 */
public final class RefusedRequests extends SimpleEventNotifierSupport {

    private static final Map<Integer, String> DETAILS = Map.of(
            400, "The request's address is malformed.",
            404, "There is nothing at this address; /openapi.json lists what there is.",
            405, "This address does not take this method; the Allow header lists those that it takes.",
            406, "This address has nothing in a format that the Accept header asks for.",
            413, "The body is larger than this backend takes.",
            415, "The body must come with Content-Type: application/json.",
            500, "The backend failed on this request; its log says why.");

    private volatile CamelContext camel;
    private volatile VertxPlatformHttpRouter routes;

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextRoutesStartingEvent;
    }

    /** Takes over when the server runs and before the first route starts. */
    @Override
    public void notify(CamelEvent event) {
        camel = ((CamelEvent.CamelContextRoutesStartingEvent) event).getContext();
        routes = camel.getRegistry().findSingleByType(VertxPlatformHttpRouter.class);
        VertxPlatformHttpServer server = camel.hasService(VertxPlatformHttpServer.class);
        // The routes' own router is mounted in this one, which has the last word.
        Router router = (Router) server.getServer().requestHandler();
        DETAILS.keySet().forEach(status -> router.errorHandler(status, request -> refuse(request, status)));
    }

    private void refuse(RoutingContext request, int status) {
        // The server listens before the routes are there and after they are gone: no reason to give up on an address.
        if ((status == 404 || status == 405) && !camel.isStarted()) {
            request.response().putHeader("Retry-After", "1");
            answer(request, Problem.of(503, "The backend is starting or stopping; send the same request again."));
            return;
        }
        if (status == 405) {
            request.response().putHeader("Allow", methods(request.normalizedPath()));
        }
        answer(request, Problem.of(status, DETAILS.get(status)));
    }

    private static void answer(RoutingContext request, Problem problem) {
        request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(Json.write(problem));
    }

    private String methods(String path) {
        return routes.getRoutes().stream()
                .filter(route -> path.equals(route.getPath()))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
