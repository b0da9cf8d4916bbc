using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>The collection of tests that measure the memory of the whole process. No other test runs at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NotInParallel
{
    public const string Name = "alone";
}
