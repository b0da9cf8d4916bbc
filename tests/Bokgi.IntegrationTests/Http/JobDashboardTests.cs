using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Keys;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.Store;
using Hangfire.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Every page and command that Hangfire serves below /jobs, taken from Hangfire's own list of routes.</summary>
public sealed class JobDashboardTests(PostgresServer postgres)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}""";

    private static readonly string AdminSecret = ApiKeyServer.Secret(Role.Admin);

    private static readonly string[] PathValues = ["x", "0", "1", "backtest-queue", "99999999999999999999", "%00", "%EA%B0%80"];

    // No body, the bodies that Hangfire's pages send, and nonsense.
    private static readonly (string? Body, string Type)[] Bodies =
    [
        (null, FormType),
        ("metrics%5B%5D=servers%3Acount&metrics%5B%5D=nonsense", FormType),
        ("jobs%5B%5D=x", FormType),
        ("jobs%5B%5D=99999999999999999999", FormType),
        ("jobs%5B%5D=%00", FormType),
        (string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"jobs%5B%5D={i}")), FormType),
        ("""{"jobs":["x"]}""", "application/json"),
        ("nonsense", "multipart/form-data"),
    ];

    public static TheoryData<bool> QueueOnPostgres => [false, true];

    [Theory]
    [MemberData(nameof(QueueOnPostgres))]
    public void EveryPageAndCommand_RequestedByAnAdmin_IsNoServerError(bool isOnPostgres)
    {
        using var apiServer = StartServer(isOnPostgres);
        var failed = new List<string>();
        foreach (var path in Paths())
        {
            RecordFailure(apiServer.Send("GET", path, AdminSecret), $"GET {path}");
            RecordFailure(apiServer.Send("GET", $"{path}?from=x&count=-1&period=y", AdminSecret), $"GET {path}?…");
            foreach (var (body, type) in Bodies)
                RecordFailure(Post(apiServer, path, body, type, AdminSecret), $"POST {path} {body?[..Math.Min(body.Length, 40)]}");
        }

        failed.ShouldBeEmpty();

        void RecordFailure(HttpAnswer answer, string name)
        {
            if (answer.Status >= 500)
                failed.Add($"{name} answered {answer.Status}");
        }
    }

    [Theory]
    [MemberData(nameof(QueueOnPostgres))]
    public void Pages_LinkedFromOtherPages_Exist(bool isOnPostgres)
    {
        using var apiServer = StartServer(isOnPostgres);
        apiServer.Send("POST", "/api/backtests/run-async", AdminSecret, body: RunBody).Status.ShouldBe(202);
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/jobs" };
        var toVisit = new Queue<string>(seen);
        while (toVisit.TryDequeue(out var path))
        {
            var page = apiServer.Send("GET", path, AdminSecret);
            page.Status.ShouldBe(200, path);
            if (page.MediaType != "text/html")
                continue;
            page.Headers.ContainsKey("Content-Security-Policy").ShouldBeTrue(path);
            foreach (
                Match link in new Regex(
                    "(href|src)=\"(?<path>/jobs[^\"#]*)\"",
                    RegexOptions.ExplicitCapture,
                    TimeSpan.FromSeconds(1)
                ).Matches(page.Text)
            )
            {
                if (seen.Add(link.Groups["path"].Value))
                    toVisit.Enqueue(link.Groups["path"].Value);
            }
        }

        seen.Count.ShouldBeGreaterThan(12);
    }

    [Fact]
    public void Stats_RequestedByAPage_HasTheRequestedMetricsForAdminsOnly()
    {
        using var apiServer = StartServer(isOnPostgres: false);

        var requested = Post(apiServer, "/jobs/stats", "metrics%5B%5D=servers%3Acount", FormType, AdminSecret);
        requested.Status.ShouldBe(200, requested.Text);
        requested["servers:count", "value"].GetString().ShouldNotBeNullOrEmpty();
        foreach (
            var answer in (HttpAnswer[])
                [apiServer.Send("GET", "/jobs/stats", AdminSecret), Post(apiServer, "/jobs/stats", null, FormType, AdminSecret)]
        )
            (answer.Status, answer.Text).ShouldBe((200, "{}"));
        // ASP.NET Core accepts names of at most 2,048 characters in a form.
        Post(apiServer, "/jobs/stats", new string('x', 3_000), FormType, AdminSecret)
            .ShouldBeProblem(415, "the body is not a form that this server can read");
        apiServer.Send("GET", "/jobs/stats", ApiKeyServer.Secret(Role.Viewer)).ShouldBeProblem(403, "needs the role admin");
        Post(apiServer, "/jobs/stats", null, FormType, ApiKeyServer.Secret(Role.Viewer)).ShouldBeProblem(403, "needs the role admin");
        apiServer.Send("GET", "/jobs/stats").ShouldBeProblem(401, "this server asks for a key");
        Post(apiServer, "/jobs/stats", null, FormType, key: null).ShouldBeProblem(401, "this server asks for a key");
    }

    [Fact]
    public void Command_ForAnInvalidJob_IsNotFound()
    {
        using var apiServer = StartServer(isOnPostgres: true);

        Post(apiServer, "/jobs/jobs/enqueued/delete", "jobs%5B%5D=x", FormType, AdminSecret).ShouldBeProblem(404, "there is nothing at");
        Post(apiServer, "/jobs/jobs/actions/requeue/x", null, FormType, AdminSecret).ShouldBeProblem(404, "there is nothing at");
    }

    private ApiKeyServer StartServer(bool isOnPostgres)
    {
        var apiServer = new ApiKeyServer(
            TimeProvider.System,
            ("REQUEST_BURST", "1000000"),
            ("DATABASE_URL", isOnPostgres ? postgres.CreateDatabase().ConnectionString : string.Empty)
        );
        SampleLake.WriteHours(apiServer.Server.DataRoot, "BTC_KRW", 200);
        JobStorages.Prepare(apiServer.Server.Services.GetRequiredService<HostSettings>());
        return apiServer;
    }

    // Hangfire defines its routes as regular expressions. Each route gives one path for each of the PathValues, which replaces the variable
    // parts of the expression: (…), […]+, \d+, .+ and .*
    private static List<string> Paths()
    {
        var routes =
            (IEnumerable<Tuple<string, IDashboardDispatcher>>)
                typeof(RouteCollection)
                    .GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
                    .Single(field => field.FieldType.IsAssignableTo(typeof(IEnumerable<Tuple<string, IDashboardDispatcher>>)))
                    .GetValue(DashboardRoutes.Routes)!;
        var paths = routes
            .SelectMany(route =>
                PathValues.Select(value =>
                    Regex.Replace(route.Item1, @"\([^)]*\)\??|\[[^\]]*\]\+|\\d\+|\.[+*]", value, RegexOptions.None, TimeSpan.FromSeconds(1))
                )
            )
            .Select(path => $"/jobs{path}")
            .Distinct()
            .ToList();
        paths.Count.ShouldBeGreaterThan(40);
        return paths;
    }

    private static HttpAnswer Post(ApiKeyServer apiServer, string path, string? body, string type, string? key)
    {
        using var request = ApiKeyServer.CreateRequest("POST", path, key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return apiServer.Server.Send(request);
    }
}
