"""The shell: navigation, dashboard, case list, the case page made of panels by URL."""
