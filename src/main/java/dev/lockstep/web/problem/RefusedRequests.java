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
 * Answers requests that the HTTP server refuses before any route gets them, in the same form as every other error.
 *
 * <p>This class runs on the event loop of the server and never blocks.
 */
public final class RefusedRequests extends SimpleEventNotifierSupport {

    private static final Map<Integer, String> DETAILS = Map.of(
            400, "The request's address is malformed.",
            404, "This address does not exist; /openapi.json lists all addresses.",
            405, "This address does not support this method; the Allow header lists those that it supports.",
            406, "This address has no format that the Accept header allows.",
            413, "The body is larger than this backend accepts.",
            415, "The body must have Content-Type: application/json.",
            500, "The backend failed on this request; see its log.");

    private volatile CamelContext camel;
    private volatile VertxPlatformHttpRouter router;

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextRoutesStartingEvent;
    }

    /** Installs the error handlers when the server runs, before the first route starts. */
    @Override
    public void notify(CamelEvent event) {
        camel = ((CamelEvent.CamelContextRoutesStartingEvent) event).getContext();
        router = camel.getRegistry().findSingleByType(VertxPlatformHttpRouter.class);
        VertxPlatformHttpServer server = camel.hasService(VertxPlatformHttpServer.class);
        // The router of the routes is mounted in this one, which handles the errors of both.
        Router root = (Router) server.getServer().requestHandler();
        DETAILS.keySet().forEach(status -> root.errorHandler(status, request -> refuse(request, status)));
    }

    private void refuse(RoutingContext request, int status) {
        // The server listens before the routes start and after they stop: the address may exist.
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
        return router.getRoutes().stream()
                .filter(route -> path.equals(route.getPath()))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
