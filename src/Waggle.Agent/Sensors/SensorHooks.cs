using System.Reflection;
using Waggle.CSharp;

namespace Waggle.Agent.Sensors;

/// <summary>Which programs a sensor has, and where they attach.</summary>
internal static class SensorHooks
{
    /// <summary>Name and section of each program, such as ("OnSwitch", "tp_btf/sched_switch").</summary>
    public static IEnumerable<(string Name, string Section)> Hooks(this ISensor sensor)
    {
        foreach (MethodInfo method in sensor.Programs.SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)))
        {
            if (method.GetCustomAttribute<HookAttribute>() is { } hook) yield return (method.Name, hook.Section);
        }
    }
}
