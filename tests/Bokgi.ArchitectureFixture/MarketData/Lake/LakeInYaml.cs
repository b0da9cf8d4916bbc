using YamlDotNet.Serialization;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breaks the rule that MarketData uses only the packages on its list: uses YamlDotNet.</summary>
internal static class LakeInYaml
{
    public static string Write(object content) => new SerializerBuilder().Build().Serialize(content);
}
