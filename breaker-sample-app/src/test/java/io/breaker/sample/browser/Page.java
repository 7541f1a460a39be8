package io.breaker.sample.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** One page of a browser, looked at by scripts and used as a person does: by mouse and keyboard. */
public final class Page implements AutoCloseable {

    private final DevTools tools;
    private final String target;
    private final String session;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Set<String> requests = ConcurrentHashMap.newKeySet();
    private String prelude = "";

    Page(DevTools tools) {
        this.tools = tools;
        this.target = tools.send(null, "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        this.session = tools.send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        tools.onEvent(this::happened);
        List.of("Page", "Runtime", "Log", "Network", "Accessibility")
                .forEach(domain -> send(domain + ".enable", Map.of()));
    }

    private void happened(JsonNode event) {
        if (!event.path("sessionId").asString("").equals(session)) {
            return;
        }
        JsonNode said = event.path("params");
        switch (event.path("method").asString("")) {
            case "Network.requestWillBeSent" ->
                requests.add(said.at("/request/url").asString());
            case "Runtime.exceptionThrown" ->
                complaints.add(said.path("exceptionDetails").toString());
            case "Log.entryAdded" -> complainIf(said.at("/entry/level"), said.path("entry"));
            case "Runtime.consoleAPICalled" -> complainIf(said.path("type"), said.path("args"));
            default -> {
                // does not matter here
            }
        }
    }

    private void complainIf(JsonNode level, JsonNode what) {
        if (Set.of("warning", "error").contains(level.asString(""))) {
            complaints.add(what.toString());
        }
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        return tools.send(session, method, parameters);
    }

    /** {@return what the page's console has complained about} */
    public List<String> complaints() {
        return complaints;
    }

    /** {@return the addresses of all that the page has asked for} */
    public Set<String> requests() {
        return requests;
    }

    /** Goes there. Every script may use what that prelude defines. */
    public void go(String url, String scriptPrelude) {
        prelude = scriptPrelude;
        send("Page.navigate", Map.of("url", url));
    }

    /** {@return the value of an expression, or a missing node if it is {@code null} or undefined} */
    public JsonNode value(String expression) {
        JsonNode answer = send(
                "Runtime.evaluate",
                Map.of(
                        "expression", "(() => {" + prelude + "\nreturn (" + expression + ");})()",
                        "returnByValue", true,
                        "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    public String text(String expression) {
        return value(expression).asString("");
    }

    public boolean is(String expression) {
        return value("!!(" + expression + ")").asBoolean();
    }

    /** Presses the mouse's button where an element is. */
    public void click(String element) {
        JsonNode place = value("(e => { e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })(" + element + ")");
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            place.get(0).asDouble(),
                            "y",
                            place.get(1).asDouble(),
                            "button",
                            type.equals("mouseMoved") ? "none" : "left",
                            "clickCount",
                            type.equals("mouseMoved") ? 0 : 1));
        }
    }

    /** Presses a key, {@code Enter} or {@code Escape}. */
    public void press(String key) {
        boolean isEnter = key.equals("Enter");
        int code = isEnter ? 13 : 27;
        String text = isEnter ? "\r" : "";
        Map<String, Object> down = Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text);
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    public void type(String text) {
        send("Input.insertText", Map.of("text", text));
    }

    public void resize(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Prefers light or dark, as an operating system does. */
    public void prefer(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** {@return what a screen reader is told of: a role and a name for each part that is not hidden from it} */
    public List<String> spoken() {
        JsonNode tree = send("Accessibility.getFullAXTree", Map.of());
        return tree.path("nodes")
                .valueStream()
                .filter(node -> !node.path("ignored").asBoolean())
                .map(node -> node.at("/role/value").asString("") + " "
                        + node.at("/name/value").asString("").strip())
                .toList();
    }

    public void screenshot(Path file) throws IOException {
        JsonNode picture = send("Page.captureScreenshot", Map.of("format", "png"));
        Files.write(file, Base64.getDecoder().decode(picture.path("data").asString()));
    }

    @Override
    public void close() {
        tools.send(null, "Target.closeTarget", Map.of("targetId", target));
    }
}
