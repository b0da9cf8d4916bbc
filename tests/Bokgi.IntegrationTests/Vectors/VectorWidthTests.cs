using System.Diagnostics;
using System.Runtime.Intrinsics;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Vectors;

/// <summary>
/// Machines with wide, narrow and no vectors compute the same bits: this test assembly runs again in a process with vectors disabled or
/// limited.
/// </summary>
public class VectorWidthTests
{
    private const string ExpectedBitsVariable = "BOKGI_EXPECTED_BITS";
    private const string ExpectedWidthVariable = "BOKGI_EXPECTED_VECTOR_WIDTH";

    [Fact]
    public void EngineBits_InThisProcess_AreAsExpected()
    {
        var bits = EngineBits.Hash();

        // In the ordinary test run, the variables are missing, and the hash is compared with a second one of this process.
        bits.ShouldBe(Environment.GetEnvironmentVariable(ExpectedBitsVariable) ?? EngineBits.Hash());
        Width().ShouldBeLessThanOrEqualTo(int.Parse(Environment.GetEnvironmentVariable(ExpectedWidthVariable) ?? "512"));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task EngineBits_InAProcessWithNarrowerVectors_AreTheSame(string settingToDisable, int width)
    {
        var start = new ProcessStartInfo(Path.ChangeExtension(typeof(VectorWidthTests).Assembly.Location, null))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-method",
                $"{typeof(VectorWidthTests).FullName}.{nameof(EngineBits_InThisProcess_AreAsExpected)}",
                "-noColor",
            },
            Environment =
            {
                [settingToDisable] = "0",
                [ExpectedBitsVariable] = EngineBits.Hash(),
                [ExpectedWidthVariable] = $"{width}",
            },
        };

        using var process = Process.Start(start).ShouldNotBeNull();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        output.ShouldContain("Total: 1, Errors: 0, Failed: 0");
        process.ExitCode.ShouldBe(0, output);
    }

    private static int Width() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;
}
