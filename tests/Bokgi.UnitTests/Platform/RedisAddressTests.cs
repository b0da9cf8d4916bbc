using System.Net;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Settings;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class RedisAddressTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost", 6_379, null, null, null, false)]
    [InlineData("redis://localhost:7000/3", "localhost", 7_000, 3, null, null, false)]
    [InlineData(" REDIS://redis:6379/ ", "redis", 6_379, null, null, null, false)]
    [InlineData("rediss://:s3cret@cache.example:6380/0", "cache.example", 6_380, 0, null, "s3cret", true)]
    [InlineData("redis://bokgi:p%40ss@h", "h", 6_379, null, "bokgi", "p@ss", false)]
    [InlineData("redis://:p@s:s/w@h:1/2", "h", 1, 2, null, "p@s:s/w", false)]
    [InlineData("redis://alone@h", "h", 6_379, null, null, "alone", false)]
    public void Parse_Url_FindsItsParts(string url, string host, int port, int? database, string? user, string? password, bool isEncrypted)
    {
        var address = RedisAddress.Parse(url)!;

        var server = address.EndPoints.Single().ShouldBeOfType<DnsEndPoint>();
        (server.Host, server.Port, address.DefaultDatabase).ShouldBe((host, port, database));
        (address.User, address.Password, address.Ssl).ShouldBe((user, password, isEncrypted));
        address.AbortOnConnectFail.ShouldBeFalse();
    }

    [Theory]
    [InlineData("redis://[::1]:7000")]
    [InlineData("redis://::1:7000")]
    public void Parse_IPv6Address_BecomesTheEndPoint(string url) =>
        RedisAddress.Parse(url)!.EndPoints.Single().ShouldBe(new IPEndPoint(IPAddress.IPv6Loopback, 7_000));

    [Theory]
    [InlineData("")]
    [InlineData("localhost:6379")]
    [InlineData("http://localhost")]
    [InlineData("redis://")]
    [InlineData("redis://:6379")]
    [InlineData("redis://h:0")]
    [InlineData("redis://h:70000")]
    [InlineData("redis://h:x")]
    [InlineData("redis://h/x")]
    [InlineData("redis://h/-1")]
    [InlineData("redis://a b")]
    public void Parse_InvalidAddress_IsNull(string url) => RedisAddress.Parse(url).ShouldBeNull();

    [Fact]
    public void Settings_UrlAndHost_UrlTakesPrecedence()
    {
        Settings(("REDIS_HOST", "cache"), ("REDIS_PORT", "7000"), ("REDIS_DB", "2")).RedisUrl.ShouldBe("redis://cache:7000/2");
        Settings(("REDIS_HOST", "cache"), ("REDIS_URL", "redis://other")).RedisUrl.ShouldBe("redis://other");
        Settings(("REDIS_PORT", "7000")).RedisUrl.ShouldBeEmpty();
    }

    [Fact]
    public void Settings_InvalidAddress_IsRefusedWithoutThePassword()
    {
        var refused = Should.Throw<InvalidInputException>(() => Settings(("REDIS_URL", "redis://:s3cret@h:port")));
        refused.Message.ShouldBe("REDIS_URL cannot be read; write it as redis://:password@host:6379/0, or rediss:// for TLS");

        Should
            .Throw<InvalidInputException>(() => Settings(("REDIS_HOST", "h"), ("REDIS_PORT", "x")))
            .Message.ShouldBe("REDIS_HOST 'h', REDIS_PORT 'x' and REDIS_DB '0' name no server; write them as localhost, 6379 and 0");
    }

    [Fact]
    public void Settings_Url_IsMasked() =>
        Settings(("REDIS_URL", "redis://:s3cret@h")).All.Single(setting => setting.Name == "REDIS_URL").DisplayValue.ShouldBe("********");

    private static HostSettings Settings(params (string Name, string Value)[] values) =>
        HostSettings.Read(
            null,
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.ToDictionary(value => value.Name, value => (string?)value.Value))
                .Build()
        );
}
