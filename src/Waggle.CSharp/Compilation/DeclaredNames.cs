using System.Reflection;

namespace Waggle.CSharp;

/// <summary>What maps and global variables are called, by the field that declares them.</summary>
internal static class DeclaredNames
{
    /// <summary>Name of the map or variable in a static field: without <c>s_</c>, and of an automatic property the property's.</summary>
    internal static string Of(FieldInfo field)
    {
        string name = field.Name;
        if (name.StartsWith('<')) name = name[1..name.IndexOf('>')];
        return name.StartsWith("s_", StringComparison.Ordinal) ? name[2..] : name;
    }

    /// <summary>Name of the map in a field of another map's class.</summary>
    internal static string OfCompanion(string owner, FieldInfo field) => $"{owner}.{field.Name.TrimStart('_')}";
}
