package io.breaker.spring.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** What {@code breaker.fleet} can hold. A field that no property sets is {@code null}. */
final class FleetProperties {

    static final ConfigurationPropertyName NAME = PropertyView.ROOT.append("fleet");

    /** First part of the names of all that instances share. */
    private @Nullable String prefix;

    /** Name that tells apart fleets with the same prefix, such as that of a zone. */
    private @Nullable String scope;

    /** Name of the RedisConnectionFactory bean to share through; if not set, the only or primary one. */
    private @Nullable String connection;

    /** Name of this instance, which no other living one has; if not set, the host's name and a random part. */
    private @Nullable String instanceId;

    /** Duration between two reports of an instance; twice as long while all is well. */
    private @Nullable Duration syncInterval;

    /** Duration for which an instance that is not heard of may keep the others from sending a probe. */
    private @Nullable Duration leaseDuration;

    /** Number of instances that must be failing for the fleet to open, or all of them if they are fewer. */
    private @Nullable Integer quorumMinimum;

    /** Part of the instances, from 0 to 1, that must be failing for the fleet to open. */
    private @Nullable Double quorumFraction;

    /** Duration without answers after which breakers decide alone. */
    private @Nullable Duration detachAfter;

    /** Longest wait for an answer. */
    private @Nullable Duration commandTimeout;

    /** Longest wait of the start for what the fleet knows, or 0 for none. */
    private @Nullable Duration startupTimeout;

    /** Notes what is wrong with the properties, and leaves that out. */
    FleetSettings settings(PropertyView view, Collaborators collaborators, Problems problems) {
        apply(new LayerCheck(view, NAME, collaborators, problems), new FleetDraft());
        FleetDraft draft = new FleetDraft();
        apply(new LenientApplier(collaborators), draft);
        try {
            return draft.settings();
        } catch (IllegalArgumentException misfit) {
            note(misfit, view, problems);
            return new FleetDraft().settings();
        }
    }

    /** Blames the setting that is refused, or the other one where that has its default. */
    private static void note(IllegalArgumentException misfit, PropertyView view, Problems problems) {
        List<String> settings = Rules.settingsIn(misfit);
        List<Written> written = settings.stream()
                .filter(Keys.ofFleet().scalars()::contains)
                .flatMap(setting -> Stream.ofNullable(view.read(NAME.append(setting))))
                .toList();
        boolean isMistaken =
                written.stream().anyMatch(each -> problems.below(NAME).contains(each.name()));
        if (isMistaken || written.isEmpty()) {
            return; // what does not fit the default in place of a mistake is no second mistake
        }
        Written first = written.get(0);
        if (first.setting().equals(settings.get(0))) {
            problems.value(first, Rules.ruleIn(misfit));
        } else {
            problems.value(
                    first,
                    "does not fit: " + Rules.messageOf(misfit),
                    "Give " + first.setting() + " or " + settings.get(0) + " another value.");
        }
    }

    /** Hands each setting over with its key and the place in the draft where it belongs: one line per property. */
    void apply(Applier to, FleetDraft draft) {
        to.value("prefix", prefix, draft::prefix);
        to.value("scope", scope, draft::scope);
        to.value("connection", connection, draft::connection);
        to.value("instance-id", instanceId, draft::instanceId);
        to.value("sync-interval", syncInterval, draft.config()::syncInterval);
        to.value("lease-duration", leaseDuration, draft.config()::leaseDuration);
        to.value("quorum-minimum", quorumMinimum, draft.config()::quorumMinimum);
        to.value("quorum-fraction", quorumFraction, draft.config()::quorumFraction);
        to.value("detach-after", detachAfter, draft.config()::detachAfter);
        to.value("command-timeout", commandTimeout, draft.config()::commandTimeout);
        to.value("startup-timeout", startupTimeout, draft::startupTimeout);
    }

    public void setPrefix(@Nullable String prefix) {
        this.prefix = prefix;
    }

    public void setScope(@Nullable String scope) {
        this.scope = scope;
    }

    public void setConnection(@Nullable String connection) {
        this.connection = connection;
    }

    public void setInstanceId(@Nullable String instanceId) {
        this.instanceId = instanceId;
    }

    public void setSyncInterval(@Nullable Duration syncInterval) {
        this.syncInterval = syncInterval;
    }

    public void setLeaseDuration(@Nullable Duration leaseDuration) {
        this.leaseDuration = leaseDuration;
    }

    public void setQuorumMinimum(@Nullable Integer quorumMinimum) {
        this.quorumMinimum = quorumMinimum;
    }

    public void setQuorumFraction(@Nullable Double quorumFraction) {
        this.quorumFraction = quorumFraction;
    }

    public void setDetachAfter(@Nullable Duration detachAfter) {
        this.detachAfter = detachAfter;
    }

    public void setCommandTimeout(@Nullable Duration commandTimeout) {
        this.commandTimeout = commandTimeout;
    }

    public void setStartupTimeout(@Nullable Duration startupTimeout) {
        this.startupTimeout = startupTimeout;
    }
}
