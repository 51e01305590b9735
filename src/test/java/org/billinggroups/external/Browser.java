package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium that is driven as its developer tools drive it, so that files can be chosen. */
final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final WebSocket socket;
    private int lastId;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = http.newWebSocketBuilder().buildAsync(page, new Listener(received)).join();
        for (var domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Starts one whose profile is in a folder. */
    static Browser start(Path folder) throws IOException, InterruptedException {
        var profile = Files.createTempDirectory(folder, "browser");
        var builder = new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--remote-debugging-port=0", "--remote-allow-origins=*", "--user-data-dir=" + profile, "about:blank");
        builder.environment().putAll(Map.of("HOME", folder.toString()));
        var process = builder.redirectErrorStream(true).redirectOutput(folder.resolve("browser.log").toFile()).start();
        var ports = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!Files.exists(ports) || Files.readAllLines(ports).size() < 2) {
            assertThat(process.isAlive() && System.nanoTime() < end).as("chromium starts").isTrue();
            Thread.sleep(20);
        }
        var pages = JSON.readTree(HttpClient.newHttpClient().send(java.net.http.HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + Files.readAllLines(ports).getFirst() + "/json/list")).build(),
                java.net.http.HttpResponse.BodyHandlers.ofString()).body());
        return new Browser(process, URI.create(pages.get(0).get("webSocketDebuggerUrl").asString()));
    }

    private record Listener(BlockingQueue<JsonNode> received, StringBuilder begun) implements WebSocket.Listener {
        Listener(BlockingQueue<JsonNode> received) {
            this(received, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                received.add(JSON.readTree(begun.toString()));
                begun.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = ++lastId;
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).join();
        while (true) {
            JsonNode message;
            try {
                message = received.poll(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(message).as("an answer to " + method).isNotNull();
            if (message.path("id").asInt(0) == id) {
                assertThat(message.has("error")).as(method + ": " + message).isFalse();
                return message.get("result");
            }
            note(message);
        }
    }

    private void note(JsonNode message) {
        switch (message.path("method").asString("")) {
            case "Log.entryAdded", "Runtime.exceptionThrown" -> complaints.add(message.get("params").toString());
            case "Network.requestWillBeSent" ->
                requests.add(message.get("params").get("request").get("url").asString());
            default -> {
                // Nothing of interest.
            }
        }
    }

    /** Opens a page. */
    void open(Path page) {
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        await("document.readyState === 'complete'");
    }

    /** Chooses a file, as a person would. */
    void choose(String selector, Path file) {
        int document = call("DOM.getDocument", Map.of()).get("root").get("nodeId").asInt();
        int node = call("DOM.querySelector", Map.of("nodeId", document, "selector", selector)).get("nodeId").asInt();
        call("DOM.setFileInputFiles", Map.of("nodeId", node, "files", List.of(file.toString())));
    }

    /** What an expression gives, as text. */
    String eval(String expression) {
        return call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")", "awaitPromise", true))
                .get("result").path("value").asString();
    }

    /** Waits until an expression is true. */
    void await(String expression) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!eval(expression).equals("true")) {
            assertThat(System.nanoTime()).as(expression + "; " + complaints).isLessThan(end);
        }
    }

    /** A picture of the page. */
    byte[] picture() {
        return java.util.Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .get("data").asString());
    }

    /** What the console has said. */
    List<String> complaints() {
        return complaints;
    }

    /** What was asked for. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        process.destroy();
    }
}
