"""The addresses of the project."""

from django.urls import path

from examples.django_mirror.inspections import views

urlpatterns = [
    path("months/<str:month>", views.show_month),
    path("classes/<str:class_id>/statements/<str:period>", views.show_statement),
    path("classes/<str:class_id>/explanations/<str:period>", views.explain),
]
