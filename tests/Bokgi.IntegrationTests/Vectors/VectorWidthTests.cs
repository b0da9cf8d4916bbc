using System.Diagnostics;
using System.Runtime.Intrinsics;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Vectors;

/// <summary>
/// Machines with wide, narrow and no SIMD vectors compute the same bits. To show this, the first test runs again in another process, in which
/// .NET may use narrower vectors only, or none.
/// </summary>
public class VectorWidthTests
{
    private const string ExpectedBitsVariable = "BOKGI_EXPECTED_BITS";
    private const string MaximumWidthVariable = "BOKGI_EXPECTED_VECTOR_WIDTH";

    [Fact]
    public void EngineBits_InThisProcess_AreAsExpected()
    {
        var bits = EngineBits.ComputeHash();

        // The second test sets these variables for the process that it starts. In an ordinary test run they are missing; then a second hash of this
        // process must equal the first.
        bits.ShouldBe(Environment.GetEnvironmentVariable(ExpectedBitsVariable) ?? EngineBits.ComputeHash());
        VectorBits().ShouldBeLessThanOrEqualTo(int.Parse(Environment.GetEnvironmentVariable(MaximumWidthVariable) ?? "512"));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task EngineBits_InAProcessWithNarrowerVectors_AreTheSame(string settingToDisable, int vectorBits)
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
                [ExpectedBitsVariable] = EngineBits.ComputeHash(),
                [MaximumWidthVariable] = $"{vectorBits}",
            },
        };

        using var process = Process.Start(start).ShouldNotBeNull();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        output.ShouldContain("Total: 1, Errors: 0, Failed: 0");
        process.ExitCode.ShouldBe(0, output);
    }

    private static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;
}
