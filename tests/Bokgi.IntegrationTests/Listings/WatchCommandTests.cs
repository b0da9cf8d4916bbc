using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Listings;

/// <summary><c>bokgi watch</c> against the fake exchange.</summary>
public sealed class WatchCommandTests
{
    [Fact]
    public void Watch_SomeTrades_ShowsThemWithTheBreaksBetween()
    {
        using var fake = new FakeUpbit("drop=once", speed: 120, more: "--from=2025-09-10T12:00");

        var watched = BokgiProcess.RunIn(fake.Settings, "watch", "--symbols", "KRW-BTC,XRP_KRW", "--count", "40");

        watched.ExitCode.ShouldBe(0, watched.Error);
        var lines = watched.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(40);
        lines.ShouldAllBe(line => line.StartsWith("2025-09-10T03:", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("XRP_KRW", StringComparison.Ordinal));
        lines.Distinct().Count().ShouldBe(40);
        watched.Error.ShouldContain("connected");
        watched.Error.ShouldContain("the connection broke and is made again");
    }

    [Theory]
    [InlineData("--exchange=nasdaq", "there is no exchange 'nasdaq'; there are upbit and binance")]
    [InlineData("--symbols=a/b", "'a/b' is not a symbol")]
    [InlineData("--count=0", "--count cannot be 0; give 1 or more")]
    public void Watch_WhatCannotBe_IsRefused(string option, string error)
    {
        var result = BokgiProcess.Run("watch", "--symbols=BTC_KRW", option);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(error);
    }
}
