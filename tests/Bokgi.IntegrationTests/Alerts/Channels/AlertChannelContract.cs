using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Channels;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.Markets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts.Channels;

/// <summary>
/// What every channel must do. A derived class provides the settings of its channel, a test server, and the received message as a person
/// would see it.
/// </summary>
public abstract class AlertChannelContract : IAsyncDisposable
{
    private readonly List<ServiceProvider> openedProviders = [];

    internal static AlertMessage Example { get; } =
        new(
            AlertKind.Backup,
            AlertSeverity.Critical,
            new LocalizedText("백업 실패", "Backup failed"),
            [
                new AlertField("backup_type", new LocalizedText("종류", "Type"), "postgresql"),
                new AlertField("duration_sec", new LocalizedText("걸린 시간", "Duration"), "45.3 s"),
            ],
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
        )
        {
            Repeats = 3,
        };

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The port of a server that accepts every message; the server runs until the test ends.</summary>
    internal abstract int Port { get; }

    /// <summary>Secret values that must not appear in errors or traces.</summary>
    internal abstract string[] Secrets { get; }

    /// <summary>The settings that make the channel send to a port of this machine.</summary>
    internal abstract IEnumerable<(string Name, string Value)> SettingsFor(int port);

    /// <summary>Settings with which the server rejects every message, however often it is sent.</summary>
    internal abstract IEnumerable<(string Name, string Value)> SettingsForPermanentFailure();

    /// <summary>Settings with which the server rejects every message although a later attempt may succeed.</summary>
    internal abstract IEnumerable<(string Name, string Value)> SettingsForTemporaryFailure();

    /// <summary>
    /// The last message as its reader sees it, one text per format (such as plain text and HTML); fails if the markup is not valid.
    /// </summary>
    internal abstract string[] ReadDisplayedTexts();

    [Theory]
    [InlineData("ko", "백업 실패")]
    [InlineData("en", "Backup failed")]
    public async Task Send_Message_ShowsTitleAndEveryValue(string language, string title)
    {
        await Open([.. SettingsFor(Port), ("ALERT_LANGUAGE", language)]).SendAsync(Example, CancellationToken.None);

        foreach (var shown in ReadDisplayedTexts())
        {
            shown.ShouldContain(title);
            shown.ShouldContain("postgresql");
            shown.ShouldContain("45.3 s");
        }
    }

    [Fact]
    public async Task Send_MarkupInTitleAndValues_IsShownAsWritten()
    {
        const string markup = "<b>&\"' *_~` 한글 🚀 &amp; <!channel> </b>";
        var text = new LocalizedText(markup, markup);
        var message = Example with { Title = text, Fields = [new AlertField("odd", text, $"1 {markup} 2")] };

        await Open(SettingsFor(Port)).SendAsync(message, CancellationToken.None);

        foreach (var shown in ReadDisplayedTexts())
        {
            shown.ShouldContain(markup);
            shown.ShouldContain($"1 {markup} 2");
        }
    }

    [Fact]
    public async Task Send_ServerRefuses_FailsPermanentlyAndNamesHostAndSetting()
    {
        var failure = await ShouldFailAsync(Open(SettingsForPermanentFailure()));

        failure.IsPermanent.ShouldBeTrue();
        failure.RetryAfter.ShouldBeNull();
        failure.Message.ShouldContain("127.0.0.1");
        failure.Message.ShouldContain("; check ");
    }

    [Fact]
    public async Task Send_ServerFails_FailsTemporarily()
    {
        var failure = await ShouldFailAsync(Open(SettingsForTemporaryFailure()));

        failure.IsPermanent.ShouldBeFalse();
        failure.RetryAfter.ShouldBeNull();
        failure.Message.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task Send_ServerIsDown_FailsTemporarily()
    {
        var failure = await ShouldFailAsync(Open(SettingsFor(FreePort.Find())));

        failure.IsPermanent.ShouldBeFalse();
        failure.Message.ShouldStartWith("127.0.0.1 cannot be reached");
    }

    [Fact]
    public async Task Send_ServerNeverAnswers_FailsTemporarilyAfterTenSeconds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = Open(SettingsFor(((IPEndPoint)listener.LocalEndpoint).Port)).SendAsync(Example, CancellationToken.None);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TestTimeout.Value);

        Clock.Advance(TimeSpan.FromSeconds(9.9));
        sending.IsCompleted.ShouldBeFalse();
        Clock.Advance(TimeSpan.FromSeconds(0.1));

        var failure = await ShouldFailAsync(sending);
        failure.IsPermanent.ShouldBeFalse();
        failure.Message.ShouldStartWith("127.0.0.1 did not answer within 10 s; check ");
    }

    [Fact]
    public async Task Send_CancelledByTheCaller_ThrowsOperationCanceled()
    {
        using var stop = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = Open(SettingsFor(((IPEndPoint)listener.LocalEndpoint).Port)).SendAsync(Example, stop.Token);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TestTimeout.Value);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending.WaitAsync(TestTimeout.Value));
    }

    [Fact]
    public async Task Send_WhileTracesAreRecorded_TracesContainNoSecret()
    {
        var tags = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => tags.Enqueue(string.Join(' ', activity.TagObjects)),
        };
        ActivitySource.AddActivityListener(listener);

        await Open(SettingsFor(Port)).SendAsync(Example, CancellationToken.None);

        foreach (var secret in Secrets)
            tags.ShouldAllBe(tag => !tag.Contains(secret, StringComparison.Ordinal));
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var services in openedProviders)
            await services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // Reads the settings. If two values have the same name, the last one counts.
    internal static HostSettings ReadSettings(IEnumerable<(string Name, string Value)> values) =>
        HostSettings.Read(
            null,
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    values
                        .GroupBy(setting => setting.Name)
                        .Select(group => group.Last())
                        .Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))
                )
                .Build()
        );

    /// <summary>Creates the only channel that the settings enable.</summary>
    internal IAlertChannel Open(IEnumerable<(string Name, string Value)> values)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddAlertChannels(ReadSettings([("ENVIRONMENT", "production"), .. values]));
        var provider = services.BuildServiceProvider();
        openedProviders.Add(provider);
        return provider.GetServices<IAlertChannel>().ShouldHaveSingleItem();
    }

    internal Task<AlertChannelException> ShouldFailAsync(IAlertChannel channel) =>
        ShouldFailAsync(channel.SendAsync(Example, CancellationToken.None));

    /// <summary>Waits until sending fails; returns the failure if it contains no secret.</summary>
    internal async Task<AlertChannelException> ShouldFailAsync(Task sending)
    {
        var failure = await Should.ThrowAsync<AlertChannelException>(sending.WaitAsync(TestTimeout.Value));
        foreach (var secret in Secrets)
            failure.ToString().ShouldNotContain(secret);
        return failure;
    }
}
