using System.Globalization;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>
/// Damages valid input again and again, and passes each mutation to a decoder. The decoder must read it or throw an expected exception, without
/// using much memory. A failure reports the seed of its mutation; if BOKGI_SEED is set to this seed, only this mutation runs. If the process
/// crashes, the seed remains in bokgi-fuzz-NAME.seed in the temporary folder.
/// </summary>
internal static class Fuzz
{
    private const long MaxBytes = 200L << 20;
    private const int SoakFactor = 50;

    /// <param name="name">Name of the decoder, for messages.</param>
    /// <param name="mutations">The number of mutations; with BOKGI_SOAK=1, fifty times as many are made.</param>
    /// <param name="validInputs">Valid inputs to damage.</param>
    /// <param name="decode">The decoder. It may throw only exceptions that <paramref name="isExpected"/> accepts.</param>
    /// <param name="isExpected">Whether the decoder may throw the given exception.</param>
    public static void Run(
        string name,
        int mutations,
        IReadOnlyList<byte[]> validInputs,
        Action<byte[]> decode,
        Predicate<Exception> isExpected
    )
    {
        foreach (var validInput in validInputs)
            decode(validInput);
        var seedFile = Path.Combine(Path.GetTempPath(), $"bokgi-fuzz-{name}.seed");
        var (initialPeak, refused, largestAllocation) = (ResetPeak(), 0, 0L);
        var seeds = Seeds(mutations);
        foreach (var seed in seeds)
        {
            File.WriteAllText(seedFile, seed.ToString(CultureInfo.InvariantCulture));
            var random = new Random(seed);
            var bytes = Mutation.Apply(validInputs[random.Next(validInputs.Count)], validInputs[random.Next(validInputs.Count)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (!TryDecode(name, seed, bytes, decode, isExpected))
                refused++;
            largestAllocation = Math.Max(largestAllocation, GC.GetAllocatedBytesForCurrentThread() - before);
            if (largestAllocation > MaxBytes)
                Assert.Fail($"{name}: seed {seed} took {largestAllocation:N0} bytes of memory");
        }

        File.Delete(seedFile);
        var growth = PeakMemory() - initialPeak;
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant(
                $"{name}: {seeds.Count:N0} mutations, {refused:N0} refused; at most {largestAllocation:N0} bytes allocated by one, the process grew by {growth:N0}"
            )
        );
        if (growth > MaxBytes)
            Assert.Fail($"{name}: the process grew by {growth:N0} bytes");
    }

    private static List<int> Seeds(int mutations)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("BOKGI_SEED"), CultureInfo.InvariantCulture, out var seed))
            return [seed];
        return [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? mutations * SoakFactor : mutations)];
    }

    // Returns whether the input was read; false if the decoder refused it.
    private static bool TryDecode(string name, int seed, byte[] bytes, Action<byte[]> decode, Predicate<Exception> isExpected)
    {
        try
        {
            decode(bytes);
            return true;
        }
        catch (Exception refusal) when (isExpected(refusal))
        {
            return false;
        }
        catch (Exception bug)
        {
            Assert.Fail($"{name}: BOKGI_SEED={seed} repeats it: {bug}");
            throw;
        }
    }

    // Resets the kernel's record of the process's peak memory, and returns the current memory in bytes. If the record cannot be reset, returns a
    // huge value.
    private static long ResetPeak()
    {
        GC.Collect();
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return PeakMemory();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue / 2; // disables the check of the process's growth; the check of allocations remains
        }
    }

    // The largest memory of the process since the reset, in bytes.
    private static long PeakMemory()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1_024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
