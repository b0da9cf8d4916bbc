using System.Reflection;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Which assemblies the libraries may reference.</summary>
internal static class ReferenceRules
{
    public static IEnumerable<ArchitectureRule> All =>
        [
            // The single assembly of Bokgi.ArchitectureFixture plays the part of every project, and references YamlDotNet.
            new(
                "The engine uses the base class library only",
                codeBase => ReferencesOutsideBaseLibrary(codeBase.Engine),
                Culprits: ["YamlDotNet"]
            ),
            new(
                "MarketData uses the engine, Parquet, Arrow, CSV, checksums and retries only",
                codeBase =>
                    ReferencesOutsideBaseLibrary(codeBase.MarketData)
                        .Except([
                            "Bokgi",
                            "ParquetSharp",
                            "Apache.Arrow",
                            "Apache.Arrow.Compression",
                            "CsvHelper",
                            "System.IO.Hashing",
                            "Polly.Core",
                        ]),
                Culprits: ["YamlDotNet"]
            ),
        ];

    // An assembly belongs to the base class library if it is in the folder of System.Private.CoreLib. A name that starts with System proves
    // nothing: System.IO.Hashing is a package.
    private static IEnumerable<string> ReferencesOutsideBaseLibrary(Assembly assembly)
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return assembly
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !File.Exists(Path.Combine(folder, $"{name}.dll")));
    }
}
