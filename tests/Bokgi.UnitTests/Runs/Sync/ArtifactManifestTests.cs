using System.Text;
using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Sync;
using Bokgi.UnitTests.Fuzzing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Sync;

/// <summary>The manifest of a run's files in an object store. It is untrusted, because other programs may write to the store.</summary>
[Collection(NotInParallel.Name)]
public sealed class ArtifactManifestTests
{
    [Theory]
    [InlineData("trades.parquet")]
    [InlineData("trades.0001.parquet")]
    public void Parse_FileNamesOfARun_AreAccepted(string name)
    {
        var manifest = ArtifactManifest.Parse(Json(name));

        manifest!.Files.ShouldHaveSingleItem().ShouldBe(new ArtifactManifest.Entry(name, 7, "e"));
    }

    [Theory]
    [InlineData("../../../tmp/pwned.txt")]
    [InlineData("/tmp/pwned.txt")]
    [InlineData("..")]
    [InlineData(".lock")]
    [InlineData("")]
    [InlineData("a/b.parquet")]
    [InlineData("a\\b.parquet")]
    [InlineData("trades.parquet\0")]
    public void Parse_InvalidFileName_IsNull(string name) => ArtifactManifest.Parse(Json(name)).ShouldBeNull();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"files":null}""")]
    [InlineData("""{"files":[null]}""")]
    [InlineData("""{"files":[{"size":1}]}""")]
    [InlineData("null")]
    public void Parse_WithoutValidFiles_IsNull(string json) => ArtifactManifest.Parse(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Fact]
    public void Parse_DamagedManifest_IsParsedOrRefused() =>
        Fuzz.Run(
            "manifest",
            mutations: 50,
            [Json("trades.parquet"), Json("signals.0012.parquet")],
            bytes => _ = ArtifactManifest.Parse(bytes),
            e => e is JsonException
        );

    private static byte[] Json(string name) =>
        JsonSerializer.SerializeToUtf8Bytes(new ArtifactManifest([new ArtifactManifest.Entry(name, 7, "e")]), JsonFormat.Compact);
}
