using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>Tests that measure the memory of the whole process, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "alone";
}
