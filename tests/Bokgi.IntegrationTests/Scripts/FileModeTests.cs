using System.Runtime.Versioning;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>The permissions of the files that real processes of the program write.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode StateFile = OwnerFile | UnixFileMode.GroupRead;
    private const UnixFileMode StateFolder = OwnerFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode PublicFile = StateFile | UnixFileMode.OtherRead;
    private const UnixFileMode PublicFolder = StateFolder | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder folder = new();

    public FileModeTests()
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(folder.PathOf("tmp"));
        SampleLake.WriteHours(Data, "BTC_KRW", 200);
    }

    private string Data => folder.PathOf("data");

    private string State => folder.PathOf("state");

    private Dictionary<string, string> Settings =>
        new()
        {
            ["DATA_ROOT"] = Data,
            ["STATE_ROOT"] = State,
            ["TMPDIR"] = folder.PathOf("tmp"),
            ["PORT"] = "0",
            ["API_KEYS"] = ApiKeyServer.Keys,
            ["UPBIT_URL"] = "http://127.0.0.1:9",
        };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void State_ServerWithOpenUmask_IsReadableByUserAndGroupOnly()
    {
        using (var server = WatchedProcess.StartBokgiAfter("umask 000", Settings, "serve"))
        {
            using var client = new HttpClient { BaseAddress = new Uri(server.WaitForLine("listening on ")) };
            client.DefaultRequestHeaders.Add("Authorization", $"Bearer {ApiKeyServer.Secrets[2]}"); // the secret of the admin
            const string Body =
                """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}""";
            Send(HttpMethod.Post, "/api/backtests/run", Body).ShouldBe(200);
            Send(HttpMethod.Post, "/api/session", $$"""{"key":"{{ApiKeyServer.Secrets[0]}}"}""").ShouldBe(200);
            Send(HttpMethod.Get, "/health/ready", null).ShouldBe(200);
            Send(HttpMethod.Get, "/api/markets/krw", null).ShouldBe(503); // the failure is recorded in the folder that the processes share

            ShouldHaveStateModes(State);
            File.Exists(folder.PathOf("state", "bokgi.db-wal")).ShouldBeTrue();
            Directory.EnumerateFiles(State, "rows.bokgi", SearchOption.AllDirectories).ShouldNotBeEmpty();
            var sharedFolder = Directory.GetDirectories(folder.PathOf("tmp"), "bokgi-*").ShouldHaveSingleItem();
            File.GetUnixFileMode(sharedFolder).ShouldBe(OwnerFolder);
            Directory.EnumerateFiles(sharedFolder, "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
            EntriesBelow(sharedFolder).ShouldAllBe(entry => GrantsNoMoreThan(StateFolder, entry));

            int Send(HttpMethod method, string path, string? body)
            {
                using var request = new HttpRequestMessage(method, path);
                request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var answer = client.Send(request);
                return (int)answer.StatusCode;
            }
        }
    }

    [Fact]
    public void YearFile_WithoutReadPermission_IsReportedAtOnce()
    {
        SampleLake.WriteHours(Data, "ETH_KRW", 200);
        var yearFile = Directory.GetFiles(Path.Combine(Data, "BTC_KRW"), "*.parquet", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.SetUnixFileMode(yearFile, UnixFileMode.None);

        // If the tests run as root, the server must drop the capabilities with which root can read every file.
        const string DropRootCapabilities = """[ "$(id -u)" != 0 ] || set -- setpriv --bounding-set -dac_override,-dac_read_search "$@" """;
        var settingsWithoutKeys = Settings.Where(setting => setting.Key != "API_KEYS");
        using var server = WatchedProcess.StartBokgiAfter(DropRootCapabilities, settingsWithoutKeys, "serve");
        using var client = new HttpClient { BaseAddress = new Uri(server.WaitForLine("listening on ")), Timeout = TestTimeout.Value };
        const string ExpectedError = "may not be read by the user that runs this program";

        SendRequest("/api/ohlcv?symbols=BTC_KRW&timeframe=1H", null).ShouldBe((400, true));
        SendRequest("/api/data/quality?symbol=BTC_KRW&timeframe=1H", null).ShouldBe((400, true));
        SendRequest("/api/backtests/run", Body("BTC_KRW")).ShouldBe((400, true));
        SendRequest("/api/backtests/run", Body("ETH_KRW")).ShouldBe((200, false));
        File.SetUnixFileMode(yearFile, OwnerFile);

        (int Status, bool HasExpectedError) SendRequest(string path, string? body)
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
            request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = client.Send(request);
            using var text = new StreamReader(answer.Content.ReadAsStream());
            return ((int)answer.StatusCode, text.ReadToEnd().Contains(ExpectedError, StringComparison.Ordinal));
        }

        static string Body(string symbol) =>
            $$"""{"strategy":"volume_long_candle","symbols":["{{symbol}}"],"start_date":"2024-01-01","end_date":"2024-01-31","timeframe":"1H"}""";
    }

    [Theory]
    [InlineData("022", PublicFile)]
    [InlineData("077", OwnerFile)]
    [InlineData("027", StateFile)]
    public void OutputFile_RequestedByUser_FollowsTheUmask(string umask, UnixFileMode expected)
    {
        Run($"umask {umask}", "backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H");
        Run($"umask {umask}", "report", "latest", "--output", folder.PathOf("report.html"));
        Run($"umask {umask}", "export", "latest", "trades", "--output", folder.PathOf("trades.csv"));

        File.GetUnixFileMode(folder.PathOf("report.html")).ShouldBe(expected);
        File.GetUnixFileMode(folder.PathOf("trades.csv")).ShouldBe(expected);
        EntriesBelow(State).ShouldAllBe(entry => GrantsNoMoreThan(StateFolder, entry));
    }

    [Theory]
    [InlineData(PublicFolder, PublicFile)]
    [InlineData(StateFolder, StateFile)]
    [InlineData(OwnerFolder, OwnerFile)]
    public void Candles_WrittenIntoFolder_InheritItsPermissions(UnixFileMode folderMode, UnixFileMode fileMode)
    {
        var lake = Directory.CreateDirectory(folder.PathOf("lake")).FullName;
        File.SetUnixFileMode(lake, folderMode);

        Run(
            "umask 022",
            "generate",
            "--data-root",
            lake,
            "--symbols",
            "BTC_KRW",
            "--end",
            "2024-01-03",
            "--days",
            "2",
            "--minute-days",
            "0"
        );

        Directory.EnumerateFiles(lake, "*.parquet", SearchOption.AllDirectories).ShouldNotBeEmpty();
        foreach (var entry in EntriesBelow(lake))
            entry.UnixFileMode.ShouldBe(entry is DirectoryInfo ? folderMode : fileMode, entry.FullName);
    }

    [Fact]
    public void State_OfAnOlderVersion_GetsStrictPermissionsAtTheNextStart()
    {
        Run("umask 022", "backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H");
        var keys = Directory.CreateDirectory(folder.PathOf("state", "keys"), OwnerFolder).FullName;
        foreach (var entry in EntriesBelow(State).Where(entry => entry.Name != "keys"))
            File.SetUnixFileMode(entry.FullName, entry is DirectoryInfo ? PublicFolder : PublicFile);
        File.SetUnixFileMode(State, PublicFolder);
        File.WriteAllText(folder.PathOf("state", "of-somebody-else"), "x");
        File.SetUnixFileMode(folder.PathOf("state", "of-somebody-else"), PublicFile);

        Run("umask 022", "runs");

        File.GetUnixFileMode(keys).ShouldBe(OwnerFolder);
        File.GetUnixFileMode(State).ShouldBe(PublicFolder, "it may be a folder of others too, such as DATA_ROOT");
        File.GetUnixFileMode(folder.PathOf("state", "of-somebody-else")).ShouldBe(PublicFile);
        File.Delete(folder.PathOf("state", "of-somebody-else"));
        ShouldHaveStateModes(State);
    }

    private static IEnumerable<FileSystemInfo> EntriesBelow(string path) =>
        new DirectoryInfo(path).EnumerateFileSystemInfos(
            "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }
        );

    private static bool GrantsNoMoreThan(UnixFileMode mode, FileSystemInfo entry) => (entry.UnixFileMode & ~mode) == UnixFileMode.None;

    private static void ShouldHaveStateModes(string state)
    {
        foreach (var entry in EntriesBelow(state))
        {
            var isInKeysFolder = entry.FullName.Contains("/keys", StringComparison.Ordinal);
            var (folderMode, fileMode) = isInKeysFolder ? (OwnerFolder, OwnerFile) : (StateFolder, StateFile);
            entry.UnixFileMode.ShouldBe(entry is DirectoryInfo ? folderMode : fileMode, entry.FullName);
        }
    }

    private void Run(string shellCommand, params string[] command)
    {
        using var program = WatchedProcess.StartBokgiAfter(shellCommand, Settings, command);
        program.WaitForEnd().ShouldBe(0, program.AllOutput());
    }
}
