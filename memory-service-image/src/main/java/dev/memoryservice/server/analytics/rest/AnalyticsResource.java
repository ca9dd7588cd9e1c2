package dev.memoryservice.server.analytics.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.analytics.ActivityAnalytics;
import dev.memoryservice.server.analytics.Analytics;
import dev.memoryservice.server.analytics.Granularity;
import dev.memoryservice.server.analytics.GrowthPeriod;
import dev.memoryservice.server.analytics.ReportPeriod;
import dev.memoryservice.server.analytics.Reports;
import dev.memoryservice.server.analytics.SearchCounts;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.Stores;
import dev.memoryservice.server.request.Input;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/analytics}. */
@Path("/api/analytics")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "analytics")
@APIResponse(responseCode = "400", ref = "Refusal")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
@APIResponse(responseCode = "422", ref = "InvalidInput")
@APIResponse(responseCode = "503", ref = "Busy")
public class AnalyticsResource {

    private static final int MOST_DAYS = 3_660;
    private static final int DEFAULT_DAYS = 365;
    private static final int MOST_TAGS = 100;
    private static final int DEFAULT_TAGS = 20;

    private final Analytics analytics;
    private final ActivityAnalytics activity;
    private final SearchCounts searches;
    private final Stores stores;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    AnalyticsResource(
            Analytics analytics,
            ActivityAnalytics activity,
            SearchCounts searches,
            Stores stores,
            CurrentCaller caller,
            ObjectMapper json) {
        this.analytics = analytics;
        this.activity = activity;
        this.searches = searches;
        this.stores = stores;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Path("/overview")
    @Operation(summary = "See the figures that matter most")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.Overview.class)
    public Reports.Overview overview(@Context UriInfo uri) {
        return analytics.overview(space(query(uri)));
    }

    @GET
    @Path("/memory-growth")
    @Operation(summary = "See how many memories there were when")
    @Parameter(
            name = "period",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            enumeration = {"week", "month", "quarter", "year"},
                            defaultValue = "month"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.MemoryGrowth.class)
    public Reports.MemoryGrowth growth(@Context UriInfo uri) {
        Input query = query(uri);
        GrowthPeriod period = query.choice("period", GrowthPeriod.class, GrowthPeriod.MONTH);
        return analytics.growth(space(query), period);
    }

    @GET
    @Path("/tag-usage")
    @Operation(summary = "See the most used tags of a period, and how their use has changed")
    @Parameter(
            name = "period",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            enumeration = {"week", "month", "quarter", "year", "7d", "30d", "90d", "all"},
                            defaultValue = "all"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.TagUsage.class)
    public Reports.TagUsage tagUsage(@Context UriInfo uri) {
        return tags(uri, ReportPeriod.ALL);
    }

    @GET
    @Path("/top-tags")
    @Operation(summary = "See the most used tags of the last days, and which of them are on the rise")
    @Parameter(
            name = "period",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            enumeration = {"week", "month", "quarter", "year", "7d", "30d", "90d", "all"},
                            defaultValue = "30d"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.TagUsage.class)
    public Reports.TagUsage topTags(@Context UriInfo uri) {
        return tags(uri, ReportPeriod.LAST_30_DAYS);
    }

    private Reports.TagUsage tags(UriInfo uri, ReportPeriod otherwise) {
        Input query = query(uri);
        Optional<ReportPeriod> period = query.text("period").flatMap(ReportPeriod::of);
        if (query.has("period") && period.isEmpty()) {
            query.reject("enum", "period", "Input should be one of " + ReportPeriod.words());
        }
        int limit = query.integer("limit", 1, MOST_TAGS).orElse(DEFAULT_TAGS);
        return analytics.tags(space(query), period.orElse(otherwise), limit);
    }

    @GET
    @Path("/memory-types")
    @Operation(summary = "See which types of memories there are")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.MemoryTypes.class)
    public Reports.MemoryTypes types(@Context UriInfo uri) {
        return analytics.types(space(query(uri)));
    }

    @GET
    @Path("/activity-heatmap")
    @Operation(summary = "See how much was stored on each of the last days")
    @Parameter(
            name = "days",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "3660", defaultValue = "365"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.Heatmap.class)
    public Reports.Heatmap heatmap(@Context UriInfo uri) {
        Input query = query(uri);
        int days = query.integer("days", 1, MOST_DAYS).orElse(DEFAULT_DAYS);
        return activity.heatmap(space(query), days);
    }

    @GET
    @Path("/activity-breakdown")
    @Operation(summary = "See at what times memories are stored")
    @Parameter(
            name = "granularity",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            enumeration = {"hourly", "daily", "weekly", "monthly"},
                            defaultValue = "daily"))
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.ActivityReport.class)
    public Reports.ActivityReport breakdown(@Context UriInfo uri) {
        Input query = query(uri);
        Granularity granularity = query.choice("granularity", Granularity.class, Granularity.DAILY);
        return activity.breakdown(space(query), granularity);
    }

    @GET
    @Path("/storage-stats")
    @Operation(summary = "See what takes up the space")
    @Parameter(name = "store", in = ParameterIn.QUERY, description = "A store, or all")
    @APIResponseSchema(Reports.StorageStats.class)
    public Reports.StorageStats storage(@Context UriInfo uri) {
        return analytics.storage(space(query(uri)));
    }

    @GET
    @Path("/search-analytics")
    @Operation(summary = "See how many searches there were since the server started, and how long they took")
    @APIResponseSchema(Reports.Searches.class)
    public Reports.Searches searches() {
        return searches.of(caller.tenant());
    }

    private Input query(UriInfo uri) {
        return Input.ofQuery(json, uri.getQueryParameters());
    }

    /** The space that is asked about; everything else was read before. */
    private Space space(Input query) {
        Optional<String> store = query.text("store");
        query.check();
        return stores.forReading(caller.tenant(), store);
    }
}
